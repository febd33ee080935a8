CREATE TABLE "asset" (
  "id" INTEGER NOT NULL,
  "name" VARCHAR(1500) NOT NULL,
  "uri" VARCHAR(1500) NOT NULL,
  "group" VARCHAR(1500) NOT NULL,
  "extra" JSON NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id")
);
CREATE TABLE "asset_alias" (
  "id" INTEGER NOT NULL,
  "name" VARCHAR(1500) NOT NULL,
  "group" VARCHAR(1500) NOT NULL,
  PRIMARY KEY ("id")
);
CREATE TABLE "asset_event" (
  "id" INTEGER NOT NULL,
  "asset_id" INTEGER NOT NULL,
  "extra" JSON NOT NULL,
  "source_task_id" VARCHAR(250),
  "source_dag_id" VARCHAR(250),
  "source_run_id" VARCHAR(250),
  "source_map_index" INTEGER,
  "timestamp" TIMESTAMP NOT NULL,
  "partition_key" VARCHAR(250),
  PRIMARY KEY ("id")
);
CREATE TABLE "backfill" (
  "id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "from_date" TIMESTAMP NOT NULL,
  "to_date" TIMESTAMP NOT NULL,
  "dag_run_conf" JSON NOT NULL,
  "is_paused" BOOLEAN,
  "reprocess_behavior" VARCHAR(250) NOT NULL,
  "max_active_runs" INTEGER NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "completed_at" TIMESTAMP,
  "updated_at" TIMESTAMP NOT NULL,
  "triggering_user_name" VARCHAR(512),
  PRIMARY KEY ("id")
);
CREATE TABLE "connection_test_request" (
  "id" CHAR(32) NOT NULL,
  "token" VARCHAR(64) NOT NULL UNIQUE,
  "connection_id" VARCHAR(250) NOT NULL,
  "state" VARCHAR(20) NOT NULL,
  "result_message" VARCHAR(2000),
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  "executor" VARCHAR(256),
  "queue" VARCHAR(256),
  "conn_type" VARCHAR(500) NOT NULL,
  "host" VARCHAR(500),
  "login" TEXT,
  "schema" VARCHAR(500),
  "port" INTEGER,
  "commit_on_success" BOOLEAN NOT NULL,
  "is_encrypted" BOOLEAN NOT NULL,
  "is_extra_encrypted" BOOLEAN NOT NULL,
  "active_connection_id" VARCHAR(250),
  "team_name" VARCHAR(50),
  "password" TEXT,
  "extra" TEXT,
  PRIMARY KEY ("id"),
  UNIQUE ("token"),
  UNIQUE ("active_connection_id")
);
CREATE TABLE "dag_bundle" (
  "name" VARCHAR(250) NOT NULL,
  "active" BOOLEAN,
  "version" VARCHAR(200),
  "last_refreshed" TIMESTAMP,
  "signed_url_template" TEXT,
  "template_params" JSON,
  PRIMARY KEY ("name")
);
CREATE TABLE "dag_priority_parsing_request" (
  "id" VARCHAR(32) NOT NULL,
  "bundle_name" VARCHAR(250) NOT NULL,
  "relative_fileloc" VARCHAR(2000) NOT NULL,
  PRIMARY KEY ("id")
);
CREATE TABLE "import_error" (
  "id" INTEGER NOT NULL,
  "timestamp" TIMESTAMP,
  "filename" VARCHAR(1024),
  "bundle_name" VARCHAR(250),
  "stacktrace" TEXT,
  PRIMARY KEY ("id")
);
CREATE TABLE "job" (
  "id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250),
  "state" VARCHAR(20),
  "job_type" VARCHAR(30),
  "start_date" TIMESTAMP,
  "end_date" TIMESTAMP,
  "latest_heartbeat" TIMESTAMP,
  "executor_class" VARCHAR(500),
  "hostname" VARCHAR(500),
  "unixname" VARCHAR(1000),
  PRIMARY KEY ("id")
);
CREATE TABLE "log" (
  "id" INTEGER NOT NULL,
  "dttm" TIMESTAMP,
  "dag_id" VARCHAR(250),
  "task_id" VARCHAR(250),
  "map_index" INTEGER,
  "event" VARCHAR(60) NOT NULL,
  "logical_date" TIMESTAMP,
  "run_id" VARCHAR(250),
  "owner" VARCHAR(500),
  "owner_display_name" VARCHAR(500),
  "extra" TEXT,
  "try_number" INTEGER,
  PRIMARY KEY ("id")
);
CREATE TABLE "log_template" (
  "id" INTEGER NOT NULL,
  "filename" TEXT NOT NULL,
  "elasticsearch_id" TEXT NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id")
);
CREATE TABLE "partitioned_asset_key_log" (
  "id" INTEGER NOT NULL,
  "asset_id" INTEGER NOT NULL,
  "asset_event_id" INTEGER NOT NULL,
  "asset_partition_dag_run_id" INTEGER NOT NULL,
  "source_partition_key" VARCHAR(250) NOT NULL,
  "target_dag_id" VARCHAR(250) NOT NULL,
  "target_partition_key" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id")
);
CREATE TABLE "revoked_token" (
  "jti" VARCHAR(32) NOT NULL,
  "exp" TIMESTAMP NOT NULL,
  PRIMARY KEY ("jti")
);
CREATE TABLE "team" (
  "name" VARCHAR(50) NOT NULL,
  PRIMARY KEY ("name")
);
CREATE TABLE "asset_active" (
  "name" VARCHAR(1500) NOT NULL,
  "uri" VARCHAR(1500) NOT NULL,
  PRIMARY KEY ("name", "uri"),
  FOREIGN KEY ("name", "uri") REFERENCES "asset" ("name", "uri")
);
CREATE TABLE "asset_alias_asset" (
  "alias_id" INTEGER NOT NULL,
  "asset_id" INTEGER NOT NULL,
  PRIMARY KEY ("alias_id", "asset_id"),
  FOREIGN KEY ("alias_id") REFERENCES "asset_alias" ("id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "asset_alias_asset_event" (
  "alias_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  PRIMARY KEY ("alias_id", "event_id"),
  FOREIGN KEY ("alias_id") REFERENCES "asset_alias" ("id"),
  FOREIGN KEY ("event_id") REFERENCES "asset_event" ("id")
);
CREATE TABLE "asset_state_store" (
  "asset_id" INTEGER NOT NULL,
  "key" VARCHAR(512) NOT NULL,
  "value" MEDIUMTEXT NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  "last_updated_by_kind" VARCHAR(16),
  "last_updated_by_dag_id" VARCHAR(250),
  "last_updated_by_run_id" VARCHAR(250),
  "last_updated_by_task_id" VARCHAR(250),
  "last_updated_by_map_index" INTEGER,
  PRIMARY KEY ("asset_id", "key"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "connection" (
  "id" INTEGER NOT NULL,
  "conn_id" VARCHAR(250) NOT NULL UNIQUE,
  "conn_type" VARCHAR(500) NOT NULL,
  "description" TEXT(5000),
  "host" VARCHAR(500),
  "schema" VARCHAR(500),
  "login" TEXT,
  "port" INTEGER,
  "team_name" VARCHAR(50),
  "password" TEXT,
  "extra" TEXT,
  "is_encrypted" BOOLEAN NOT NULL,
  "is_extra_encrypted" BOOLEAN NOT NULL,
  PRIMARY KEY ("id"),
  UNIQUE ("conn_id"),
  FOREIGN KEY ("team_name") REFERENCES "team" ("name")
);
CREATE TABLE "dag" (
  "dag_id" VARCHAR(250) NOT NULL,
  "is_paused" BOOLEAN NOT NULL,
  "is_stale" BOOLEAN NOT NULL,
  "exceeds_max_non_backfill" BOOLEAN NOT NULL,
  "last_parsed_time" TIMESTAMP,
  "last_parse_duration" FLOAT,
  "last_expired" TIMESTAMP,
  "fileloc" VARCHAR(2000),
  "relative_fileloc" VARCHAR(2000),
  "bundle_name" VARCHAR(250) NOT NULL,
  "bundle_version" VARCHAR(200),
  "owners" VARCHAR(2000),
  "dag_display_name" VARCHAR(2000),
  "description" TEXT,
  "timetable_type" VARCHAR(255) NOT NULL,
  "timetable_summary" TEXT,
  "timetable_description" VARCHAR(1000),
  "timetable_partitioned" BOOLEAN NOT NULL,
  "timetable_periodic" BOOLEAN NOT NULL,
  "partition_mapper_info" JSON NOT NULL,
  "asset_expression" JSON,
  "deadline" JSON,
  "max_active_tasks" INTEGER NOT NULL,
  "max_active_runs" INTEGER,
  "max_consecutive_failed_dag_runs" INTEGER NOT NULL,
  "has_task_concurrency_limits" BOOLEAN NOT NULL,
  "has_import_errors" BOOLEAN,
  "fail_fast" BOOLEAN NOT NULL,
  "allowed_run_types" JSON,
  "next_dagrun" TIMESTAMP,
  "next_dagrun_data_interval_start" TIMESTAMP,
  "next_dagrun_data_interval_end" TIMESTAMP,
  "next_dagrun_partition_key" VARCHAR(255),
  "next_dagrun_partition_date" TIMESTAMP,
  "next_dagrun_create_after" TIMESTAMP,
  PRIMARY KEY ("dag_id"),
  FOREIGN KEY ("bundle_name") REFERENCES "dag_bundle" ("name")
);
CREATE TABLE "dag_bundle_team" (
  "dag_bundle_name" VARCHAR(250) NOT NULL,
  "team_name" VARCHAR(50) NOT NULL,
  PRIMARY KEY ("dag_bundle_name", "team_name"),
  FOREIGN KEY ("team_name") REFERENCES "team" ("name"),
  FOREIGN KEY ("dag_bundle_name") REFERENCES "dag_bundle" ("name")
);
CREATE TABLE "slot_pool" (
  "id" INTEGER NOT NULL,
  "pool" VARCHAR(256) UNIQUE,
  "slots" INTEGER NOT NULL,
  "description" TEXT,
  "include_deferred" BOOLEAN NOT NULL,
  "team_name" VARCHAR(50),
  PRIMARY KEY ("id"),
  UNIQUE ("pool"),
  FOREIGN KEY ("team_name") REFERENCES "team" ("name")
);
CREATE TABLE "trigger" (
  "id" INTEGER NOT NULL,
  "classpath" VARCHAR(1000) NOT NULL,
  "kwargs" TEXT NOT NULL,
  "created_date" TIMESTAMP NOT NULL,
  "triggerer_id" INTEGER,
  "queue" VARCHAR(256),
  "team_name" VARCHAR(50),
  PRIMARY KEY ("id"),
  FOREIGN KEY ("team_name") REFERENCES "team" ("name")
);
CREATE TABLE "variable" (
  "id" INTEGER NOT NULL,
  "key" VARCHAR(250) NOT NULL UNIQUE,
  "val" MEDIUMTEXT NOT NULL,
  "description" TEXT,
  "is_encrypted" BOOLEAN NOT NULL,
  "team_name" VARCHAR(50),
  PRIMARY KEY ("id"),
  UNIQUE ("key"),
  FOREIGN KEY ("team_name") REFERENCES "team" ("name")
);
CREATE TABLE "asset_dag_run_queue" (
  "asset_id" INTEGER NOT NULL,
  "target_dag_id" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("asset_id", "target_dag_id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id"),
  FOREIGN KEY ("target_dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "asset_watcher" (
  "name" VARCHAR(1500) NOT NULL,
  "asset_id" INTEGER NOT NULL,
  "trigger_id" INTEGER NOT NULL,
  PRIMARY KEY ("asset_id", "trigger_id"),
  FOREIGN KEY ("trigger_id") REFERENCES "trigger" ("id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "callback" (
  "id" CHAR(32) NOT NULL,
  "type" VARCHAR(20) NOT NULL,
  "fetch_method" VARCHAR(20) NOT NULL,
  "data" JSON NOT NULL,
  "bundle_name" VARCHAR(250),
  "state" VARCHAR(10),
  "output" TEXT,
  "priority_weight" INTEGER NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "trigger_id" INTEGER,
  PRIMARY KEY ("id"),
  FOREIGN KEY ("trigger_id") REFERENCES "trigger" ("id")
);
CREATE TABLE "dag_favorite" (
  "user_id" VARCHAR(250) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  PRIMARY KEY ("user_id", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_owner_attributes" (
  "dag_id" VARCHAR(250) NOT NULL,
  "owner" VARCHAR(500) NOT NULL,
  "link" VARCHAR(500) NOT NULL,
  PRIMARY KEY ("dag_id", "owner"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_schedule_asset_alias_reference" (
  "alias_id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("alias_id", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id"),
  FOREIGN KEY ("alias_id") REFERENCES "asset_alias" ("id")
);
CREATE TABLE "dag_schedule_asset_name_reference" (
  "name" VARCHAR(1500) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("name", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_schedule_asset_reference" (
  "asset_id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "allow_producer_teams" JSON,
  "allow_global_producers" BOOLEAN NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("asset_id", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "dag_schedule_asset_uri_reference" (
  "uri" VARCHAR(1500) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("uri", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_tag" (
  "name" VARCHAR(100) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  PRIMARY KEY ("name", "dag_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_version" (
  "id" CHAR(32) NOT NULL,
  "version_number" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "bundle_name" VARCHAR(250),
  "bundle_version" VARCHAR(250),
  "version_data" JSON,
  "created_at" TIMESTAMP NOT NULL,
  "last_updated" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id"),
  UNIQUE ("dag_id", "version_number"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "dag_warning" (
  "dag_id" VARCHAR(250) NOT NULL,
  "warning_type" VARCHAR(50) NOT NULL,
  "message" TEXT NOT NULL,
  "timestamp" TIMESTAMP NOT NULL,
  PRIMARY KEY ("dag_id", "warning_type"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id")
);
CREATE TABLE "task_inlet_asset_reference" (
  "asset_id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("asset_id", "dag_id", "task_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "task_outlet_asset_reference" (
  "asset_id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "allow_consumer_teams" JSON,
  "allow_global_consumers" BOOLEAN NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("asset_id", "dag_id", "task_id"),
  FOREIGN KEY ("dag_id") REFERENCES "dag" ("dag_id"),
  FOREIGN KEY ("asset_id") REFERENCES "asset" ("id")
);
CREATE TABLE "dag_code" (
  "id" CHAR(32) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "fileloc" VARCHAR(2000) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "last_updated" TIMESTAMP NOT NULL,
  "source_code" MEDIUMTEXT NOT NULL,
  "source_code_hash" VARCHAR(32) NOT NULL,
  "dag_version_id" CHAR(32) NOT NULL UNIQUE,
  PRIMARY KEY ("id"),
  UNIQUE ("dag_version_id"),
  FOREIGN KEY ("dag_version_id") REFERENCES "dag_version" ("id")
);
CREATE TABLE "dag_run" (
  "id" INTEGER NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "queued_at" TIMESTAMP,
  "logical_date" TIMESTAMP,
  "start_date" TIMESTAMP,
  "end_date" TIMESTAMP,
  "state" VARCHAR(50),
  "run_id" VARCHAR(250) NOT NULL,
  "creating_job_id" INTEGER,
  "run_type" VARCHAR(50) NOT NULL,
  "triggered_by" VARCHAR(50),
  "triggering_user_name" VARCHAR(512),
  "conf" JSON,
  "data_interval_start" TIMESTAMP,
  "data_interval_end" TIMESTAMP,
  "run_after" TIMESTAMP NOT NULL,
  "last_scheduling_decision" TIMESTAMP,
  "log_template_id" INTEGER,
  "created_at" TIMESTAMP,
  "updated_at" TIMESTAMP,
  "clear_number" INTEGER NOT NULL,
  "backfill_id" INTEGER,
  "bundle_version" VARCHAR(250),
  "scheduled_by_job_id" INTEGER,
  "context_carrier" JSON,
  "span_status" VARCHAR(250) NOT NULL,
  "created_dag_version_id" CHAR(32),
  "partition_key" VARCHAR(250),
  "partition_date" TIMESTAMP,
  PRIMARY KEY ("id"),
  UNIQUE ("dag_id", "logical_date"),
  UNIQUE ("dag_id", "run_id"),
  FOREIGN KEY ("created_dag_version_id") REFERENCES "dag_version" ("id"),
  FOREIGN KEY ("backfill_id") REFERENCES "backfill" ("id"),
  FOREIGN KEY ("log_template_id") REFERENCES "log_template" ("id")
);
CREATE TABLE "serialized_dag" (
  "id" CHAR(32) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "data" JSON,
  "data_compressed" BLOB,
  "created_at" TIMESTAMP NOT NULL,
  "last_updated" TIMESTAMP NOT NULL,
  "dag_hash" VARCHAR(32) NOT NULL,
  "dag_version_id" CHAR(32) NOT NULL UNIQUE,
  PRIMARY KEY ("id"),
  UNIQUE ("dag_version_id"),
  FOREIGN KEY ("dag_version_id") REFERENCES "dag_version" ("id")
);
CREATE TABLE "asset_partition_dag_run" (
  "id" INTEGER NOT NULL,
  "target_dag_id" VARCHAR(250) NOT NULL,
  "created_dag_run_id" INTEGER,
  "partition_key" VARCHAR(250) NOT NULL,
  "partition_date" TIMESTAMP,
  "rollup_fingerprint" JSON,
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id"),
  FOREIGN KEY ("created_dag_run_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "backfill_dag_run" (
  "id" INTEGER NOT NULL,
  "backfill_id" INTEGER NOT NULL,
  "dag_run_id" INTEGER,
  "exception_reason" VARCHAR(250),
  "logical_date" TIMESTAMP,
  "partition_key" VARCHAR(250),
  "sort_ordinal" INTEGER NOT NULL,
  PRIMARY KEY ("id"),
  UNIQUE ("backfill_id", "dag_run_id"),
  FOREIGN KEY ("backfill_id") REFERENCES "backfill" ("id"),
  FOREIGN KEY ("dag_run_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "dag_run_note" (
  "user_id" VARCHAR(128),
  "dag_run_id" INTEGER NOT NULL,
  "content" TEXT(1000),
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("dag_run_id"),
  FOREIGN KEY ("dag_run_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "dagrun_asset_event" (
  "dag_run_id" INTEGER NOT NULL,
  "event_id" INTEGER NOT NULL,
  PRIMARY KEY ("dag_run_id", "event_id"),
  FOREIGN KEY ("event_id") REFERENCES "asset_event" ("id"),
  FOREIGN KEY ("dag_run_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "deadline_alert" (
  "id" CHAR(32) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "serialized_dag_id" CHAR(32) NOT NULL,
  "name" VARCHAR(250),
  "description" TEXT,
  "reference" JSON NOT NULL,
  "interval" JSON NOT NULL,
  "callback_def" JSON NOT NULL,
  PRIMARY KEY ("id"),
  FOREIGN KEY ("serialized_dag_id") REFERENCES "serialized_dag" ("id")
);
CREATE TABLE "task_instance" (
  "id" CHAR(32) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "start_date" TIMESTAMP,
  "end_date" TIMESTAMP,
  "duration" FLOAT,
  "state" VARCHAR(20),
  "try_number" INTEGER NOT NULL,
  "max_tries" INTEGER NOT NULL,
  "hostname" VARCHAR(1000),
  "unixname" VARCHAR(1000),
  "pool" VARCHAR(256) NOT NULL,
  "pool_slots" INTEGER NOT NULL,
  "queue" VARCHAR(256),
  "priority_weight" INTEGER,
  "operator" VARCHAR(1000),
  "custom_operator_name" VARCHAR(1000),
  "queued_dttm" TIMESTAMP,
  "scheduled_dttm" TIMESTAMP,
  "queued_by_job_id" INTEGER,
  "last_heartbeat_at" TIMESTAMP,
  "pid" INTEGER,
  "executor" VARCHAR(1000),
  "executor_config" BLOB,
  "updated_at" TIMESTAMP,
  "rendered_map_index" VARCHAR(250),
  "context_carrier" JSON,
  "span_status" VARCHAR(250) NOT NULL,
  "external_executor_id" TEXT,
  "trigger_id" INTEGER,
  "trigger_timeout" TIMESTAMP,
  "next_method" VARCHAR(1000),
  "next_kwargs" JSON,
  "task_display_name" VARCHAR(2000),
  "dag_version_id" CHAR(32),
  "retry_delay_override" FLOAT,
  "retry_reason" VARCHAR(500),
  PRIMARY KEY ("id"),
  UNIQUE ("dag_id", "task_id", "run_id", "map_index"),
  FOREIGN KEY ("trigger_id") REFERENCES "trigger" ("id"),
  FOREIGN KEY ("dag_id", "run_id") REFERENCES "dag_run" ("dag_id", "run_id"),
  FOREIGN KEY ("dag_version_id") REFERENCES "dag_version" ("id")
);
CREATE TABLE "task_state_store" (
  "id" INTEGER NOT NULL,
  "dag_run_id" INTEGER NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "key" VARCHAR(512) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "value" MEDIUMTEXT NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  "expires_at" TIMESTAMP,
  PRIMARY KEY ("id"),
  UNIQUE ("dag_run_id", "task_id", "map_index", "key"),
  FOREIGN KEY ("dag_run_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "deadline" (
  "id" CHAR(32) NOT NULL,
  "created_at" TIMESTAMP NOT NULL,
  "last_updated_at" TIMESTAMP NOT NULL,
  "dagrun_id" INTEGER,
  "deadline_time" TIMESTAMP NOT NULL,
  "missed" BOOLEAN NOT NULL,
  "callback_id" CHAR(32) NOT NULL,
  "deadline_alert_id" CHAR(32),
  PRIMARY KEY ("id"),
  FOREIGN KEY ("callback_id") REFERENCES "callback" ("id"),
  FOREIGN KEY ("deadline_alert_id") REFERENCES "deadline_alert" ("id"),
  FOREIGN KEY ("dagrun_id") REFERENCES "dag_run" ("id")
);
CREATE TABLE "hitl_detail" (
  "ti_id" CHAR(32) NOT NULL,
  "options" JSON NOT NULL,
  "subject" TEXT NOT NULL,
  "body" TEXT,
  "defaults" JSON,
  "multiple" BOOLEAN,
  "params" JSON NOT NULL,
  "assignees" JSON,
  "created_at" TIMESTAMP NOT NULL,
  "responded_at" TIMESTAMP,
  "responded_by" JSON,
  "chosen_options" JSON,
  "params_input" JSON NOT NULL,
  PRIMARY KEY ("ti_id"),
  FOREIGN KEY ("ti_id") REFERENCES "task_instance" ("id")
);
CREATE TABLE "rendered_task_instance_fields" (
  "dag_id" VARCHAR(250) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "rendered_fields" JSON NOT NULL,
  "k8s_pod_yaml" JSON,
  PRIMARY KEY ("dag_id", "task_id", "run_id", "map_index"),
  FOREIGN KEY ("dag_id", "task_id", "run_id", "map_index") REFERENCES "task_instance" ("dag_id", "task_id", "run_id", "map_index")
);
CREATE TABLE "task_instance_history" (
  "task_instance_id" CHAR(32) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "dag_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "try_number" INTEGER NOT NULL,
  "start_date" TIMESTAMP,
  "end_date" TIMESTAMP,
  "duration" FLOAT,
  "state" VARCHAR(20),
  "max_tries" INTEGER,
  "hostname" VARCHAR(1000),
  "unixname" VARCHAR(1000),
  "pool" VARCHAR(256) NOT NULL,
  "pool_slots" INTEGER NOT NULL,
  "queue" VARCHAR(256),
  "priority_weight" INTEGER,
  "operator" VARCHAR(1000),
  "custom_operator_name" VARCHAR(1000),
  "queued_dttm" TIMESTAMP,
  "scheduled_dttm" TIMESTAMP,
  "queued_by_job_id" INTEGER,
  "pid" INTEGER,
  "executor" VARCHAR(1000),
  "executor_config" BLOB,
  "updated_at" TIMESTAMP,
  "rendered_map_index" VARCHAR(250),
  "context_carrier" JSON,
  "span_status" VARCHAR(250) NOT NULL,
  "external_executor_id" TEXT,
  "trigger_id" INTEGER,
  "trigger_timeout" DATETIME,
  "next_method" VARCHAR(1000),
  "next_kwargs" JSON,
  "task_display_name" VARCHAR(2000),
  "dag_version_id" CHAR(32),
  "retry_delay_override" FLOAT,
  "retry_reason" VARCHAR(500),
  PRIMARY KEY ("task_instance_id"),
  UNIQUE ("dag_id", "task_id", "run_id", "map_index", "try_number"),
  FOREIGN KEY ("dag_id", "task_id", "run_id", "map_index") REFERENCES "task_instance" ("dag_id", "task_id", "run_id", "map_index")
);
CREATE TABLE "task_instance_note" (
  "ti_id" CHAR(32) NOT NULL,
  "user_id" VARCHAR(128),
  "content" TEXT(1000),
  "created_at" TIMESTAMP NOT NULL,
  "updated_at" TIMESTAMP NOT NULL,
  PRIMARY KEY ("ti_id"),
  FOREIGN KEY ("ti_id") REFERENCES "task_instance" ("id")
);
CREATE TABLE "task_map" (
  "dag_id" VARCHAR(250) NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "length" INTEGER NOT NULL,
  "keys" JSON,
  PRIMARY KEY ("dag_id", "task_id", "run_id", "map_index"),
  FOREIGN KEY ("dag_id", "task_id", "run_id", "map_index") REFERENCES "task_instance" ("dag_id", "task_id", "run_id", "map_index")
);
CREATE TABLE "task_reschedule" (
  "id" INTEGER NOT NULL,
  "ti_id" CHAR(32) NOT NULL,
  "start_date" TIMESTAMP NOT NULL,
  "end_date" TIMESTAMP NOT NULL,
  "duration" INTEGER NOT NULL,
  "reschedule_date" TIMESTAMP NOT NULL,
  PRIMARY KEY ("id"),
  FOREIGN KEY ("ti_id") REFERENCES "task_instance" ("id")
);
CREATE TABLE "xcom" (
  "dag_run_id" INTEGER NOT NULL,
  "task_id" VARCHAR(250) NOT NULL,
  "map_index" INTEGER NOT NULL,
  "key" VARCHAR(512) NOT NULL,
  "dag_result" BOOLEAN,
  "dag_id" VARCHAR(250) NOT NULL,
  "run_id" VARCHAR(250) NOT NULL,
  "value" JSON,
  "timestamp" TIMESTAMP NOT NULL,
  PRIMARY KEY ("dag_run_id", "task_id", "map_index", "key"),
  FOREIGN KEY ("dag_id", "task_id", "run_id", "map_index") REFERENCES "task_instance" ("dag_id", "task_id", "run_id", "map_index")
);
CREATE TABLE "hitl_detail_history" (
  "ti_history_id" CHAR(32) NOT NULL,
  "options" JSON NOT NULL,
  "subject" TEXT NOT NULL,
  "body" TEXT,
  "defaults" JSON,
  "multiple" BOOLEAN,
  "params" JSON NOT NULL,
  "assignees" JSON,
  "created_at" TIMESTAMP NOT NULL,
  "responded_at" TIMESTAMP,
  "responded_by" JSON,
  "chosen_options" JSON,
  "params_input" JSON NOT NULL,
  PRIMARY KEY ("ti_history_id"),
  FOREIGN KEY ("ti_history_id") REFERENCES "task_instance_history" ("task_instance_id")
);
