CREATE TABLE "circuits_providernetwork" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "provider_id" UUID NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("provider_id", "name"),
  UNIQUE ("provider_id", "name"),
  FOREIGN KEY ("provider_id") REFERENCES "circuits_provider" ("id")
);
CREATE TABLE "circuits_provider" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "asn" BIGINT,
  "account" VARCHAR(255) NOT NULL,
  "portal_url" VARCHAR(200) NOT NULL,
  "noc_contact" TEXT NOT NULL,
  "admin_contact" TEXT NOT NULL,
  "comments" TEXT NOT NULL
);
CREATE TABLE "circuits_circuittype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "circuits_circuit" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "cid" VARCHAR(255) NOT NULL,
  "provider_id" UUID NOT NULL,
  "circuit_type_id" UUID NOT NULL,
  "tenant_id" UUID,
  "install_date" DATE,
  "commit_rate" INTEGER,
  "description" VARCHAR(255) NOT NULL,
  "comments" TEXT NOT NULL,
  "circuit_termination_a_id" UUID,
  "circuit_termination_z_id" UUID,
  UNIQUE ("provider_id", "cid"),
  FOREIGN KEY ("provider_id") REFERENCES "circuits_provider" ("id"),
  FOREIGN KEY ("circuit_type_id") REFERENCES "circuits_circuittype" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("circuit_termination_a_id") REFERENCES "circuits_circuittermination" ("id"),
  FOREIGN KEY ("circuit_termination_z_id") REFERENCES "circuits_circuittermination" ("id")
);
CREATE TABLE "circuits_circuittermination" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "circuit_id" UUID NOT NULL,
  "term_side" VARCHAR(1) NOT NULL,
  "location_id" UUID,
  "provider_network_id" UUID,
  "port_speed" INTEGER,
  "upstream_speed" INTEGER,
  "xconnect_id" VARCHAR(255) NOT NULL,
  "pp_info" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("circuit_id", "term_side"),
  FOREIGN KEY ("circuit_id") REFERENCES "circuits_circuit" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("provider_network_id") REFERENCES "circuits_providernetwork" ("id")
);
CREATE TABLE "dcim_consoleport" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  UNIQUE ("module_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id")
);
CREATE TABLE "dcim_consoleserverport" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  UNIQUE ("module_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id")
);
CREATE TABLE "dcim_powerport" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "maximum_draw" SMALLINT,
  "allocated_draw" SMALLINT,
  "power_factor" NUMERIC(4, 2) NOT NULL,
  UNIQUE ("module_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id")
);
CREATE TABLE "dcim_poweroutlet" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "power_port_id" UUID,
  "feed_leg" VARCHAR(50) NOT NULL,
  UNIQUE ("module_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id"),
  FOREIGN KEY ("power_port_id") REFERENCES "dcim_powerport" ("id")
);
CREATE TABLE "dcim_interface_tagged_vlans" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "interface_id" UUID NOT NULL,
  "vlan_id" UUID NOT NULL,
  UNIQUE ("interface_id", "vlan_id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id")
);
CREATE TABLE "dcim_interface" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "enabled" BOOLEAN NOT NULL,
  "mac_address" VARCHAR(18) NOT NULL,
  "mtu" INTEGER,
  "mode" VARCHAR(50) NOT NULL,
  "parent_interface_id" UUID,
  "bridge_id" UUID,
  "_name" VARCHAR(255) NOT NULL,
  "lag_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "port_type" VARCHAR(50) NOT NULL,
  "mgmt_only" BOOLEAN NOT NULL,
  "untagged_vlan_id" UUID,
  "vrf_id" UUID,
  "speed" INTEGER,
  "duplex" VARCHAR(10) NOT NULL,
  "breakout_position" SMALLINT,
  UNIQUE ("module_id", "name"),
  UNIQUE ("parent_interface_id", "breakout_position"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id"),
  FOREIGN KEY ("parent_interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("bridge_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("lag_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("untagged_vlan_id") REFERENCES "ipam_vlan" ("id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id")
);
CREATE TABLE "dcim_interfaceredundancygroup" (
  "id" UUID PRIMARY KEY,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "created" DATETIME NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "protocol" VARCHAR(50) NOT NULL,
  "protocol_group_id" VARCHAR(255) NOT NULL,
  "virtual_ip_id" UUID,
  FOREIGN KEY ("virtual_ip_id") REFERENCES "ipam_ipaddress" ("id")
);
CREATE TABLE "dcim_interfaceredundancygroupassociation" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "interface_redundancy_group_id" UUID NOT NULL,
  "interface_id" UUID NOT NULL,
  "priority" INTEGER NOT NULL,
  UNIQUE ("interface_redundancy_group_id", "interface_id"),
  FOREIGN KEY ("interface_redundancy_group_id") REFERENCES "dcim_interfaceredundancygroup" ("id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id")
);
CREATE TABLE "dcim_frontport" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "rear_port_id" UUID NOT NULL,
  "rear_port_position" SMALLINT NOT NULL,
  UNIQUE ("module_id", "name"),
  UNIQUE ("rear_port_id", "rear_port_position"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id"),
  FOREIGN KEY ("rear_port_id") REFERENCES "dcim_rearport" ("id")
);
CREATE TABLE "dcim_rearport" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "module_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "positions" SMALLINT NOT NULL,
  UNIQUE ("module_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("module_id") REFERENCES "dcim_module" ("id")
);
CREATE TABLE "dcim_devicebay" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "device_id" UUID NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "installed_device_id" UUID UNIQUE,
  UNIQUE ("device_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("installed_device_id") REFERENCES "dcim_device" ("id")
);
CREATE TABLE "dcim_inventoryitem_software_image_files" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "inventoryitem_id" UUID NOT NULL,
  "softwareimagefile_id" UUID NOT NULL,
  UNIQUE ("inventoryitem_id", "softwareimagefile_id"),
  FOREIGN KEY ("inventoryitem_id") REFERENCES "dcim_inventoryitem" ("id"),
  FOREIGN KEY ("softwareimagefile_id") REFERENCES "dcim_softwareimagefile" ("id")
);
CREATE TABLE "dcim_inventoryitem" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "device_id" UUID NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "manufacturer_id" UUID,
  "part_id" VARCHAR(255) NOT NULL,
  "serial" VARCHAR(255) NOT NULL,
  "asset_tag" VARCHAR(255) UNIQUE,
  "discovered" BOOLEAN NOT NULL,
  "software_version_id" UUID,
  UNIQUE ("device_id", "parent_id", "name"),
  FOREIGN KEY ("parent_id") REFERENCES "dcim_inventoryitem" ("id"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("manufacturer_id") REFERENCES "dcim_manufacturer" ("id"),
  FOREIGN KEY ("software_version_id") REFERENCES "dcim_softwareversion" ("id")
);
CREATE TABLE "dcim_modulebay" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_device_id" UUID,
  "parent_module_id" UUID,
  "module_family_id" UUID,
  "requires_first_party_modules" BOOLEAN NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "position" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("parent_module_id", "name"),
  FOREIGN KEY ("parent_device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("parent_module_id") REFERENCES "dcim_module" ("id"),
  FOREIGN KEY ("module_family_id") REFERENCES "dcim_modulefamily" ("id")
);
CREATE TABLE "dcim_cabletype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "manufacturer_id" UUID,
  "part_number" VARCHAR(255) NOT NULL,
  "has_embedded_transceivers" BOOLEAN NOT NULL,
  "a_connectors" SMALLINT NOT NULL,
  "b_connectors" SMALLINT NOT NULL,
  "total_lanes" SMALLINT NOT NULL,
  "mapping" JSON NOT NULL,
  "is_shuffle" BOOLEAN NOT NULL,
  "strands_per_lane" SMALLINT NOT NULL,
  "polarity_method" VARCHAR(50) NOT NULL,
  FOREIGN KEY ("manufacturer_id") REFERENCES "dcim_manufacturer" ("id")
);
CREATE TABLE "dcim_cable" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "cable_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "color" VARCHAR(6) NOT NULL,
  "length" SMALLINT,
  "length_unit" VARCHAR(50) NOT NULL,
  "_abs_length" NUMERIC(13, 4),
  FOREIGN KEY ("cable_type_id") REFERENCES "dcim_cabletype" ("id")
);
CREATE TABLE "dcim_cabletocabletermination" (
  "id" UUID PRIMARY KEY,
  "cable_id" UUID NOT NULL,
  "cable_end" VARCHAR(1) NOT NULL,
  "circuit_termination_id" UUID UNIQUE,
  "console_port_id" UUID UNIQUE,
  "console_server_port_id" UUID UNIQUE,
  "front_port_id" UUID UNIQUE,
  "interface_id" UUID UNIQUE,
  "power_feed_id" UUID UNIQUE,
  "power_outlet_id" UUID UNIQUE,
  "power_port_id" UUID UNIQUE,
  "rear_port_id" UUID UNIQUE,
  "connector" SMALLINT NOT NULL,
  UNIQUE ("cable_id", "cable_end", "connector"),
  FOREIGN KEY ("cable_id") REFERENCES "dcim_cable" ("id"),
  FOREIGN KEY ("circuit_termination_id") REFERENCES "circuits_circuittermination" ("id"),
  FOREIGN KEY ("console_port_id") REFERENCES "dcim_consoleport" ("id"),
  FOREIGN KEY ("console_server_port_id") REFERENCES "dcim_consoleserverport" ("id"),
  FOREIGN KEY ("front_port_id") REFERENCES "dcim_frontport" ("id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("power_feed_id") REFERENCES "dcim_powerfeed" ("id"),
  FOREIGN KEY ("power_outlet_id") REFERENCES "dcim_poweroutlet" ("id"),
  FOREIGN KEY ("power_port_id") REFERENCES "dcim_powerport" ("id"),
  FOREIGN KEY ("rear_port_id") REFERENCES "dcim_rearport" ("id")
);
CREATE TABLE "dcim_cablepath" (
  "id" UUID PRIMARY KEY,
  "origin_id" UUID NOT NULL,
  "destination_id" UUID,
  "path" JSON NOT NULL,
  "is_active" BOOLEAN NOT NULL,
  "is_split" BOOLEAN NOT NULL,
  "peer_connector" SMALLINT NOT NULL,
  "origin_fans_out" BOOLEAN NOT NULL,
  "destination_fans_out" BOOLEAN NOT NULL
);
CREATE TABLE "dcim_consoleporttemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id")
);
CREATE TABLE "dcim_consoleserverporttemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id")
);
CREATE TABLE "dcim_powerporttemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "maximum_draw" SMALLINT,
  "allocated_draw" SMALLINT,
  "power_factor" NUMERIC(4, 2) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id")
);
CREATE TABLE "dcim_poweroutlettemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "power_port_template_id" UUID,
  "feed_leg" VARCHAR(50) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id"),
  FOREIGN KEY ("power_port_template_id") REFERENCES "dcim_powerporttemplate" ("id")
);
CREATE TABLE "dcim_interfacetemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "_name" VARCHAR(255) NOT NULL,
  "type" VARCHAR(50) NOT NULL,
  "port_type" VARCHAR(50) NOT NULL,
  "mgmt_only" BOOLEAN NOT NULL,
  "speed" INTEGER,
  "duplex" VARCHAR(10) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id")
);
CREATE TABLE "dcim_frontporttemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "rear_port_template_id" UUID NOT NULL,
  "rear_port_position" SMALLINT NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  UNIQUE ("rear_port_template_id", "rear_port_position"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id"),
  FOREIGN KEY ("rear_port_template_id") REFERENCES "dcim_rearporttemplate" ("id")
);
CREATE TABLE "dcim_rearporttemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "type" VARCHAR(50) NOT NULL,
  "positions" SMALLINT NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id")
);
CREATE TABLE "dcim_devicebaytemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "device_type_id" UUID NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("device_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id")
);
CREATE TABLE "dcim_modulebaytemplate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "device_type_id" UUID,
  "module_type_id" UUID,
  "position" VARCHAR(255) NOT NULL,
  "label" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "module_family_id" UUID,
  "requires_first_party_modules" BOOLEAN NOT NULL,
  UNIQUE ("device_type_id", "name"),
  UNIQUE ("module_type_id", "name"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id"),
  FOREIGN KEY ("module_family_id") REFERENCES "dcim_modulefamily" ("id")
);
CREATE TABLE "dcim_manufacturer" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "dcim_devicefamily" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "dcim_devicetypetosoftwareimagefile" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "device_type_id" UUID NOT NULL,
  "software_image_file_id" UUID NOT NULL,
  UNIQUE ("device_type_id", "software_image_file_id"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("software_image_file_id") REFERENCES "dcim_softwareimagefile" ("id")
);
CREATE TABLE "dcim_devicetype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "manufacturer_id" UUID NOT NULL,
  "device_family_id" UUID,
  "model" VARCHAR(255) NOT NULL,
  "part_number" VARCHAR(255) NOT NULL,
  "u_height" SMALLINT NOT NULL,
  "is_full_depth" BOOLEAN NOT NULL,
  "subdevice_role" VARCHAR(50) NOT NULL,
  "front_image" VARCHAR(100) NOT NULL,
  "rear_image" VARCHAR(100) NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("manufacturer_id", "model"),
  FOREIGN KEY ("manufacturer_id") REFERENCES "dcim_manufacturer" ("id"),
  FOREIGN KEY ("device_family_id") REFERENCES "dcim_devicefamily" ("id")
);
CREATE TABLE "dcim_platform" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "manufacturer_id" UUID,
  "network_driver" VARCHAR(255) NOT NULL,
  "napalm_driver" VARCHAR(255) NOT NULL,
  "napalm_args" JSON,
  "description" VARCHAR(255) NOT NULL,
  FOREIGN KEY ("manufacturer_id") REFERENCES "dcim_manufacturer" ("id")
);
CREATE TABLE "dcim_device_software_image_files" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "device_id" UUID NOT NULL,
  "softwareimagefile_id" UUID NOT NULL,
  UNIQUE ("device_id", "softwareimagefile_id"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("softwareimagefile_id") REFERENCES "dcim_softwareimagefile" ("id")
);
CREATE TABLE "dcim_device" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "local_config_context_data" JSON,
  "local_config_context_data_owner_object_id" UUID,
  "device_type_id" UUID NOT NULL,
  "tenant_id" UUID,
  "platform_id" UUID,
  "name" VARCHAR(255),
  "_name" VARCHAR(255),
  "serial" VARCHAR(255) NOT NULL,
  "asset_tag" VARCHAR(255) UNIQUE,
  "location_id" UUID NOT NULL,
  "rack_id" UUID,
  "position" SMALLINT,
  "face" VARCHAR(50) NOT NULL,
  "primary_ip4_id" UUID,
  "primary_ip6_id" UUID,
  "virtual_chassis_id" UUID,
  "device_redundancy_group_id" UUID,
  "device_redundancy_group_priority" INTEGER,
  "software_version_id" UUID,
  "vc_position" SMALLINT,
  "vc_priority" SMALLINT,
  "comments" TEXT NOT NULL,
  "controller_managed_device_group_id" UUID,
  UNIQUE ("rack_id", "position", "face"),
  UNIQUE ("virtual_chassis_id", "vc_position"),
  FOREIGN KEY ("device_type_id") REFERENCES "dcim_devicetype" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("platform_id") REFERENCES "dcim_platform" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("rack_id") REFERENCES "dcim_rack" ("id"),
  FOREIGN KEY ("primary_ip4_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("primary_ip6_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("virtual_chassis_id") REFERENCES "dcim_virtualchassis" ("id"),
  FOREIGN KEY ("device_redundancy_group_id") REFERENCES "dcim_deviceredundancygroup" ("id"),
  FOREIGN KEY ("software_version_id") REFERENCES "dcim_softwareversion" ("id"),
  FOREIGN KEY ("controller_managed_device_group_id") REFERENCES "dcim_controllermanageddevicegroup" ("id")
);
CREATE TABLE "dcim_deviceclusterassignment" (
  "id" UUID PRIMARY KEY,
  "device_id" UUID NOT NULL,
  "cluster_id" UUID NOT NULL,
  UNIQUE ("device_id", "cluster_id"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("cluster_id") REFERENCES "virtualization_cluster" ("id")
);
CREATE TABLE "dcim_virtualchassis" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "master_id" UUID UNIQUE,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "domain" VARCHAR(255) NOT NULL,
  FOREIGN KEY ("master_id") REFERENCES "dcim_device" ("id")
);
CREATE TABLE "dcim_deviceredundancygroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "failover_strategy" VARCHAR(50) NOT NULL,
  "comments" TEXT NOT NULL
);
CREATE TABLE "dcim_softwareimagefile" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "software_version_id" UUID NOT NULL,
  "image_file_name" VARCHAR(255) NOT NULL,
  "image_file_checksum" VARCHAR(256) NOT NULL,
  "hashing_algorithm" VARCHAR(255) NOT NULL,
  "image_file_size" BIGINT,
  "download_url" VARCHAR(200) NOT NULL,
  "default_image" BOOLEAN NOT NULL,
  UNIQUE ("image_file_name", "software_version_id"),
  FOREIGN KEY ("software_version_id") REFERENCES "dcim_softwareversion" ("id")
);
CREATE TABLE "dcim_softwareversion" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "platform_id" UUID NOT NULL,
  "version" VARCHAR(255) NOT NULL,
  "alias" VARCHAR(255) NOT NULL,
  "release_date" DATE,
  "end_of_support_date" DATE,
  "documentation_url" VARCHAR(200) NOT NULL,
  "long_term_support" BOOLEAN NOT NULL,
  "pre_release" BOOLEAN NOT NULL,
  UNIQUE ("platform_id", "version"),
  FOREIGN KEY ("platform_id") REFERENCES "dcim_platform" ("id")
);
CREATE TABLE "dcim_controller" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "location_id" UUID NOT NULL,
  "platform_id" UUID,
  "capabilities" JSON,
  "tenant_id" UUID,
  "controller_device_id" UUID,
  "controller_device_redundancy_group_id" UUID,
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("platform_id") REFERENCES "dcim_platform" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("controller_device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("controller_device_redundancy_group_id") REFERENCES "dcim_deviceredundancygroup" ("id")
);
CREATE TABLE "dcim_controllermanageddevicegroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "weight" INTEGER NOT NULL,
  "controller_id" UUID NOT NULL,
  "capabilities" JSON,
  "tenant_id" UUID,
  FOREIGN KEY ("parent_id") REFERENCES "dcim_controllermanageddevicegroup" ("id"),
  FOREIGN KEY ("controller_id") REFERENCES "dcim_controller" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "dcim_modulefamily" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "dcim_moduletype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "manufacturer_id" UUID NOT NULL,
  "module_family_id" UUID,
  "model" VARCHAR(255) NOT NULL,
  "part_number" VARCHAR(255) NOT NULL,
  "front_image" VARCHAR(100) NOT NULL,
  "rear_image" VARCHAR(100) NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("manufacturer_id", "model"),
  FOREIGN KEY ("manufacturer_id") REFERENCES "dcim_manufacturer" ("id"),
  FOREIGN KEY ("module_family_id") REFERENCES "dcim_modulefamily" ("id")
);
CREATE TABLE "dcim_module" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "module_type_id" UUID NOT NULL,
  "parent_module_bay_id" UUID UNIQUE,
  "tenant_id" UUID,
  "serial" VARCHAR(255),
  "asset_tag" VARCHAR(255) UNIQUE,
  "location_id" UUID,
  UNIQUE ("module_type_id", "serial"),
  FOREIGN KEY ("module_type_id") REFERENCES "dcim_moduletype" ("id"),
  FOREIGN KEY ("parent_module_bay_id") REFERENCES "dcim_modulebay" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "dcim_virtualdevicecontext" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "device_id" UUID NOT NULL,
  "identifier" SMALLINT,
  "primary_ip4_id" UUID,
  "primary_ip6_id" UUID,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  "controller_managed_device_group_id" UUID,
  UNIQUE ("device_id", "identifier"),
  UNIQUE ("device_id", "name"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("primary_ip4_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("primary_ip6_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("controller_managed_device_group_id") REFERENCES "dcim_controllermanageddevicegroup" ("id")
);
CREATE TABLE "dcim_interfacevdcassignment" (
  "id" UUID PRIMARY KEY,
  "virtual_device_context_id" UUID NOT NULL,
  "interface_id" UUID NOT NULL,
  UNIQUE ("virtual_device_context_id", "interface_id"),
  FOREIGN KEY ("virtual_device_context_id") REFERENCES "dcim_virtualdevicecontext" ("id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id")
);
CREATE TABLE "dcim_locationtype_content_types" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "locationtype_id" UUID NOT NULL,
  FOREIGN KEY ("locationtype_id") REFERENCES "dcim_locationtype" ("id")
);
CREATE TABLE "dcim_locationtype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "nestable" BOOLEAN NOT NULL,
  FOREIGN KEY ("parent_id") REFERENCES "dcim_locationtype" ("id")
);
CREATE TABLE "dcim_location" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "location_type_id" UUID NOT NULL,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  "facility" VARCHAR(255) NOT NULL,
  "asn" BIGINT,
  "time_zone" VARCHAR(63) NOT NULL,
  "physical_address" TEXT NOT NULL,
  "shipping_address" TEXT NOT NULL,
  "latitude" NUMERIC(8, 6),
  "longitude" NUMERIC(9, 6),
  "contact_name" VARCHAR(255) NOT NULL,
  "contact_phone" VARCHAR(255) NOT NULL,
  "contact_email" VARCHAR(254) NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("parent_id", "name"),
  FOREIGN KEY ("parent_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("location_type_id") REFERENCES "dcim_locationtype" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "dcim_powerpanel" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "location_id" UUID NOT NULL,
  "rack_group_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "panel_type" VARCHAR(30) NOT NULL,
  "breaker_position_count" INTEGER,
  "power_path" VARCHAR(20) NOT NULL,
  UNIQUE ("location_id", "name"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("rack_group_id") REFERENCES "dcim_rackgroup" ("id")
);
CREATE TABLE "dcim_powerfeed" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "power_panel_id" UUID NOT NULL,
  "destination_panel_id" UUID,
  "rack_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "type" VARCHAR(50) NOT NULL,
  "power_path" VARCHAR(20) NOT NULL,
  "supply" VARCHAR(50) NOT NULL,
  "phase" VARCHAR(50) NOT NULL,
  "voltage" SMALLINT NOT NULL,
  "amperage" SMALLINT NOT NULL,
  "max_utilization" SMALLINT NOT NULL,
  "breaker_position" INTEGER,
  "breaker_pole_count" SMALLINT,
  "available_power" INTEGER NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("power_panel_id", "name"),
  UNIQUE ("power_panel_id", "breaker_position"),
  FOREIGN KEY ("power_panel_id") REFERENCES "dcim_powerpanel" ("id"),
  FOREIGN KEY ("destination_panel_id") REFERENCES "dcim_powerpanel" ("id"),
  FOREIGN KEY ("rack_id") REFERENCES "dcim_rack" ("id")
);
CREATE TABLE "dcim_rackgroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "location_id" UUID NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("location_id", "name"),
  FOREIGN KEY ("parent_id") REFERENCES "dcim_rackgroup" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "dcim_rack" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "facility_id" VARCHAR(50),
  "location_id" UUID NOT NULL,
  "rack_group_id" UUID,
  "tenant_id" UUID,
  "serial" VARCHAR(255) NOT NULL,
  "asset_tag" VARCHAR(255) UNIQUE,
  "type" VARCHAR(50) NOT NULL,
  "width" SMALLINT NOT NULL,
  "u_height" SMALLINT NOT NULL,
  "desc_units" BOOLEAN NOT NULL,
  "outer_width" SMALLINT,
  "outer_depth" SMALLINT,
  "outer_unit" VARCHAR(50) NOT NULL,
  "comments" TEXT NOT NULL,
  UNIQUE ("rack_group_id", "name"),
  UNIQUE ("rack_group_id", "facility_id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("rack_group_id") REFERENCES "dcim_rackgroup" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "dcim_rackreservation" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "rack_id" UUID NOT NULL,
  "units" JSON NOT NULL,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  FOREIGN KEY ("rack_id") REFERENCES "dcim_rack" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_namespace" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "location_id" UUID,
  "tenant_id" UUID,
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_vrf_import_targets" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "vrf_id" UUID NOT NULL,
  "routetarget_id" UUID NOT NULL,
  UNIQUE ("vrf_id", "routetarget_id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id"),
  FOREIGN KEY ("routetarget_id") REFERENCES "ipam_routetarget" ("id")
);
CREATE TABLE "ipam_vrf_export_targets" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "vrf_id" UUID NOT NULL,
  "routetarget_id" UUID NOT NULL,
  UNIQUE ("vrf_id", "routetarget_id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id"),
  FOREIGN KEY ("routetarget_id") REFERENCES "ipam_routetarget" ("id")
);
CREATE TABLE "ipam_vrf" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "rd" VARCHAR(21),
  "namespace_id" UUID NOT NULL,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("namespace_id", "rd"),
  FOREIGN KEY ("namespace_id") REFERENCES "ipam_namespace" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_vrfdeviceassignment" (
  "id" UUID PRIMARY KEY,
  "vrf_id" UUID NOT NULL,
  "device_id" UUID,
  "virtual_machine_id" UUID,
  "virtual_device_context_id" UUID,
  "rd" VARCHAR(21),
  "name" VARCHAR(255) NOT NULL,
  UNIQUE ("vrf_id", "device_id"),
  UNIQUE ("vrf_id", "virtual_machine_id"),
  UNIQUE ("vrf_id", "virtual_device_context_id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("virtual_machine_id") REFERENCES "virtualization_virtualmachine" ("id"),
  FOREIGN KEY ("virtual_device_context_id") REFERENCES "dcim_virtualdevicecontext" ("id")
);
CREATE TABLE "ipam_vrfprefixassignment" (
  "id" UUID PRIMARY KEY,
  "vrf_id" UUID NOT NULL,
  "prefix_id" UUID NOT NULL,
  UNIQUE ("vrf_id", "prefix_id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id"),
  FOREIGN KEY ("prefix_id") REFERENCES "ipam_prefix" ("id")
);
CREATE TABLE "ipam_routetarget" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(21) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "tenant_id" UUID,
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_rir" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "is_private" BOOLEAN NOT NULL,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "ipam_prefix" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "network" VARBINARY(16) NOT NULL,
  "broadcast" VARBINARY(16) NOT NULL,
  "prefix_length" INTEGER NOT NULL,
  "type" VARCHAR(50) NOT NULL,
  "parent_id" UUID,
  "ip_version" INTEGER NOT NULL,
  "namespace_id" UUID NOT NULL,
  "tenant_id" UUID,
  "vlan_id" UUID,
  "rir_id" UUID,
  "date_allocated" DATETIME,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("namespace_id", "network", "prefix_length"),
  FOREIGN KEY ("parent_id") REFERENCES "ipam_prefix" ("id"),
  FOREIGN KEY ("namespace_id") REFERENCES "ipam_namespace" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id"),
  FOREIGN KEY ("rir_id") REFERENCES "ipam_rir" ("id")
);
CREATE TABLE "ipam_prefixlocationassignment" (
  "id" UUID PRIMARY KEY,
  "prefix_id" UUID NOT NULL,
  "location_id" UUID NOT NULL,
  UNIQUE ("prefix_id", "location_id"),
  FOREIGN KEY ("prefix_id") REFERENCES "ipam_prefix" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "ipam_ipaddress" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "host" VARBINARY(16) NOT NULL,
  "mask_length" INTEGER NOT NULL,
  "type" VARCHAR(50) NOT NULL,
  "parent_id" UUID,
  "ip_version" INTEGER NOT NULL,
  "tenant_id" UUID,
  "nat_inside_id" UUID,
  "dns_name" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("parent_id", "host"),
  FOREIGN KEY ("parent_id") REFERENCES "ipam_prefix" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("nat_inside_id") REFERENCES "ipam_ipaddress" ("id")
);
CREATE TABLE "ipam_ipaddresstointerface" (
  "id" UUID PRIMARY KEY,
  "ip_address_id" UUID NOT NULL,
  "interface_id" UUID,
  "vm_interface_id" UUID,
  "is_source" BOOLEAN NOT NULL,
  "is_destination" BOOLEAN NOT NULL,
  "is_default" BOOLEAN NOT NULL,
  "is_preferred" BOOLEAN NOT NULL,
  "is_primary" BOOLEAN NOT NULL,
  "is_secondary" BOOLEAN NOT NULL,
  "is_standby" BOOLEAN NOT NULL,
  UNIQUE ("ip_address_id", "interface_id"),
  UNIQUE ("ip_address_id", "vm_interface_id"),
  FOREIGN KEY ("ip_address_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("vm_interface_id") REFERENCES "virtualization_vminterface" ("id")
);
CREATE TABLE "ipam_ipaddressrange" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "start_host" VARBINARY(16) NOT NULL,
  "end_host" VARBINARY(16) NOT NULL,
  "ip_version" INTEGER NOT NULL,
  "parent_id" UUID NOT NULL,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  "count_as_utilized" BOOLEAN NOT NULL,
  "is_exclusive" BOOLEAN NOT NULL,
  UNIQUE ("parent_id", "start_host"),
  FOREIGN KEY ("parent_id") REFERENCES "ipam_prefix" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_vlangroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "location_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  "range" TEXT NOT NULL,
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "ipam_vlan" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "vlan_group_id" UUID,
  "vid" SMALLINT NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "tenant_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("vlan_group_id", "vid"),
  UNIQUE ("vlan_group_id", "name"),
  FOREIGN KEY ("vlan_group_id") REFERENCES "ipam_vlangroup" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "ipam_vlanlocationassignment" (
  "id" UUID PRIMARY KEY,
  "vlan_id" UUID NOT NULL,
  "location_id" UUID NOT NULL,
  UNIQUE ("vlan_id", "location_id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "ipam_service_ip_addresses" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "service_id" UUID NOT NULL,
  "ipaddress_id" UUID NOT NULL,
  UNIQUE ("service_id", "ipaddress_id"),
  FOREIGN KEY ("service_id") REFERENCES "ipam_service" ("id"),
  FOREIGN KEY ("ipaddress_id") REFERENCES "ipam_ipaddress" ("id")
);
CREATE TABLE "ipam_service" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "device_id" UUID,
  "virtual_machine_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "protocol" VARCHAR(50) NOT NULL,
  "ports" JSON NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  UNIQUE ("name", "device_id"),
  UNIQUE ("name", "virtual_machine_id"),
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("virtual_machine_id") REFERENCES "virtualization_virtualmachine" ("id")
);
CREATE TABLE "tenancy_tenantgroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "parent_id" UUID,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  FOREIGN KEY ("parent_id") REFERENCES "tenancy_tenantgroup" ("id")
);
CREATE TABLE "tenancy_tenant" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "tenant_group_id" UUID,
  "description" VARCHAR(255) NOT NULL,
  "comments" TEXT NOT NULL,
  FOREIGN KEY ("tenant_group_id") REFERENCES "tenancy_tenantgroup" ("id")
);
CREATE TABLE "virtualization_clustertype" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "virtualization_clustergroup" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL
);
CREATE TABLE "virtualization_cluster" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "cluster_type_id" UUID NOT NULL,
  "cluster_group_id" UUID,
  "tenant_id" UUID,
  "location_id" UUID,
  "comments" TEXT NOT NULL,
  FOREIGN KEY ("cluster_type_id") REFERENCES "virtualization_clustertype" ("id"),
  FOREIGN KEY ("cluster_group_id") REFERENCES "virtualization_clustergroup" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("location_id") REFERENCES "dcim_location" ("id")
);
CREATE TABLE "virtualization_virtualmachine_software_image_files" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "virtualmachine_id" UUID NOT NULL,
  "softwareimagefile_id" UUID NOT NULL,
  UNIQUE ("virtualmachine_id", "softwareimagefile_id"),
  FOREIGN KEY ("virtualmachine_id") REFERENCES "virtualization_virtualmachine" ("id"),
  FOREIGN KEY ("softwareimagefile_id") REFERENCES "dcim_softwareimagefile" ("id")
);
CREATE TABLE "virtualization_virtualmachine" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "local_config_context_data" JSON,
  "local_config_context_data_owner_object_id" UUID,
  "cluster_id" UUID NOT NULL,
  "tenant_id" UUID,
  "platform_id" UUID,
  "name" VARCHAR(255) NOT NULL,
  "primary_ip4_id" UUID,
  "primary_ip6_id" UUID,
  "vcpus" SMALLINT,
  "memory" INTEGER,
  "disk" INTEGER,
  "comments" TEXT NOT NULL,
  "software_version_id" UUID,
  UNIQUE ("cluster_id", "tenant_id", "name"),
  FOREIGN KEY ("cluster_id") REFERENCES "virtualization_cluster" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id"),
  FOREIGN KEY ("platform_id") REFERENCES "dcim_platform" ("id"),
  FOREIGN KEY ("primary_ip4_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("primary_ip6_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("software_version_id") REFERENCES "dcim_softwareversion" ("id")
);
CREATE TABLE "virtualization_vminterface_tagged_vlans" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "vminterface_id" UUID NOT NULL,
  "vlan_id" UUID NOT NULL,
  UNIQUE ("vminterface_id", "vlan_id"),
  FOREIGN KEY ("vminterface_id") REFERENCES "virtualization_vminterface" ("id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id")
);
CREATE TABLE "virtualization_vminterface" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "mac_address" VARCHAR(18) NOT NULL,
  "mtu" INTEGER,
  "mode" VARCHAR(50) NOT NULL,
  "parent_interface_id" UUID,
  "bridge_id" UUID,
  "virtual_machine_id" UUID NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "_name" VARCHAR(255) NOT NULL,
  "description" VARCHAR(255) NOT NULL,
  "untagged_vlan_id" UUID,
  "vrf_id" UUID,
  UNIQUE ("virtual_machine_id", "name"),
  FOREIGN KEY ("parent_interface_id") REFERENCES "virtualization_vminterface" ("id"),
  FOREIGN KEY ("bridge_id") REFERENCES "virtualization_vminterface" ("id"),
  FOREIGN KEY ("virtual_machine_id") REFERENCES "virtualization_virtualmachine" ("id"),
  FOREIGN KEY ("untagged_vlan_id") REFERENCES "ipam_vlan" ("id"),
  FOREIGN KEY ("vrf_id") REFERENCES "ipam_vrf" ("id")
);
CREATE TABLE "vpn_vpnprofile" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "keepalive_enabled" BOOLEAN NOT NULL,
  "keepalive_interval" INTEGER,
  "keepalive_retries" INTEGER,
  "nat_traversal" BOOLEAN NOT NULL,
  "extra_options" JSON,
  "tenant_id" UUID,
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpnphase1policy" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "ike_version" VARCHAR(255) NOT NULL,
  "aggressive_mode" BOOLEAN NOT NULL,
  "encryption_algorithm" JSON,
  "integrity_algorithm" JSON,
  "dh_group" JSON,
  "lifetime_seconds" INTEGER,
  "lifetime_kb" INTEGER,
  "authentication_method" VARCHAR(255) NOT NULL,
  "tenant_id" UUID,
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpnphase2policy" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "encryption_algorithm" JSON,
  "integrity_algorithm" JSON,
  "pfs_group" JSON,
  "lifetime" INTEGER,
  "tenant_id" UUID,
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpnprofilephase1policyassignment" (
  "id" UUID PRIMARY KEY,
  "vpn_profile_id" UUID NOT NULL,
  "vpn_phase1_policy_id" UUID NOT NULL,
  "weight" INTEGER NOT NULL,
  UNIQUE ("vpn_profile_id", "vpn_phase1_policy_id"),
  FOREIGN KEY ("vpn_profile_id") REFERENCES "vpn_vpnprofile" ("id"),
  FOREIGN KEY ("vpn_phase1_policy_id") REFERENCES "vpn_vpnphase1policy" ("id")
);
CREATE TABLE "vpn_vpnprofilephase2policyassignment" (
  "id" UUID PRIMARY KEY,
  "vpn_profile_id" UUID NOT NULL,
  "vpn_phase2_policy_id" UUID NOT NULL,
  "weight" INTEGER NOT NULL,
  UNIQUE ("vpn_profile_id", "vpn_phase2_policy_id"),
  FOREIGN KEY ("vpn_profile_id") REFERENCES "vpn_vpnprofile" ("id"),
  FOREIGN KEY ("vpn_phase2_policy_id") REFERENCES "vpn_vpnphase2policy" ("id")
);
CREATE TABLE "vpn_vpn" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "vpn_id" VARCHAR(255) NOT NULL,
  "vpn_profile_id" UUID,
  "tenant_id" UUID,
  "service_type" VARCHAR(255) NOT NULL,
  "extra_attributes" JSON NOT NULL,
  FOREIGN KEY ("vpn_profile_id") REFERENCES "vpn_vpnprofile" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpntunnel" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "tunnel_id" VARCHAR(255) NOT NULL,
  "vpn_profile_id" UUID,
  "vpn_id" UUID,
  "encapsulation" VARCHAR(255) NOT NULL,
  "endpoint_a_id" UUID,
  "endpoint_z_id" UUID,
  "tenant_id" UUID,
  FOREIGN KEY ("vpn_profile_id") REFERENCES "vpn_vpnprofile" ("id"),
  FOREIGN KEY ("vpn_id") REFERENCES "vpn_vpn" ("id"),
  FOREIGN KEY ("endpoint_a_id") REFERENCES "vpn_vpntunnelendpoint" ("id"),
  FOREIGN KEY ("endpoint_z_id") REFERENCES "vpn_vpntunnelendpoint" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpntunnelendpoint_protected_prefixes" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "vpntunnelendpoint_id" UUID NOT NULL,
  "prefix_id" UUID NOT NULL,
  UNIQUE ("vpntunnelendpoint_id", "prefix_id"),
  FOREIGN KEY ("vpntunnelendpoint_id") REFERENCES "vpn_vpntunnelendpoint" ("id"),
  FOREIGN KEY ("prefix_id") REFERENCES "ipam_prefix" ("id")
);
CREATE TABLE "vpn_vpntunnelendpoint_protected_prefixes_dg" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "vpntunnelendpoint_id" UUID NOT NULL,
  FOREIGN KEY ("vpntunnelendpoint_id") REFERENCES "vpn_vpntunnelendpoint" ("id")
);
CREATE TABLE "vpn_vpntunnelendpoint" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL,
  "device_id" UUID,
  "source_interface_id" UUID UNIQUE,
  "source_ipaddress_id" UUID,
  "source_fqdn" VARCHAR(255) NOT NULL,
  "tunnel_interface_id" UUID UNIQUE,
  "vpn_profile_id" UUID,
  "tenant_id" UUID,
  FOREIGN KEY ("device_id") REFERENCES "dcim_device" ("id"),
  FOREIGN KEY ("source_interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("source_ipaddress_id") REFERENCES "ipam_ipaddress" ("id"),
  FOREIGN KEY ("tunnel_interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("vpn_profile_id") REFERENCES "vpn_vpnprofile" ("id"),
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "vpn_vpntermination" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "vpn_id" UUID NOT NULL,
  "vlan_id" UUID,
  "interface_id" UUID,
  "vm_interface_id" UUID,
  UNIQUE ("vlan_id"),
  UNIQUE ("interface_id"),
  UNIQUE ("vm_interface_id"),
  FOREIGN KEY ("vpn_id") REFERENCES "vpn_vpn" ("id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id"),
  FOREIGN KEY ("interface_id") REFERENCES "dcim_interface" ("id"),
  FOREIGN KEY ("vm_interface_id") REFERENCES "virtualization_vminterface" ("id")
);
CREATE TABLE "wireless_supporteddatarate" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "standard" VARCHAR(255) NOT NULL,
  "rate" INTEGER NOT NULL,
  "mcs_index" INTEGER,
  UNIQUE ("standard", "rate")
);
CREATE TABLE "wireless_radioprofile_supported_data_rates" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "radioprofile_id" UUID NOT NULL,
  "supporteddatarate_id" UUID NOT NULL,
  UNIQUE ("radioprofile_id", "supporteddatarate_id"),
  FOREIGN KEY ("radioprofile_id") REFERENCES "wireless_radioprofile" ("id"),
  FOREIGN KEY ("supporteddatarate_id") REFERENCES "wireless_supporteddatarate" ("id")
);
CREATE TABLE "wireless_radioprofile" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "frequency" VARCHAR(255) NOT NULL,
  "tx_power_min" INTEGER,
  "tx_power_max" INTEGER,
  "channel_width" JSON,
  "allowed_channel_list" JSON,
  "regulatory_domain" VARCHAR(255) NOT NULL,
  "rx_power_min" INTEGER
);
CREATE TABLE "wireless_wirelessnetwork" (
  "id" UUID PRIMARY KEY,
  "created" DATETIME,
  "last_updated" DATETIME,
  "_custom_field_data" JSON NOT NULL,
  "name" VARCHAR(255) NOT NULL UNIQUE,
  "description" VARCHAR(255) NOT NULL,
  "ssid" VARCHAR(255) NOT NULL,
  "mode" VARCHAR(255) NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "authentication" VARCHAR(255) NOT NULL,
  "hidden" BOOLEAN NOT NULL,
  "tenant_id" UUID,
  FOREIGN KEY ("tenant_id") REFERENCES "tenancy_tenant" ("id")
);
CREATE TABLE "wireless_controllermanageddevicegroupwirelessnetworkassignment" (
  "id" UUID PRIMARY KEY,
  "controller_managed_device_group_id" UUID NOT NULL,
  "wireless_network_id" UUID NOT NULL,
  "vlan_id" UUID,
  UNIQUE ("controller_managed_device_group_id", "wireless_network_id"),
  FOREIGN KEY ("controller_managed_device_group_id") REFERENCES "dcim_controllermanageddevicegroup" ("id"),
  FOREIGN KEY ("wireless_network_id") REFERENCES "wireless_wirelessnetwork" ("id"),
  FOREIGN KEY ("vlan_id") REFERENCES "ipam_vlan" ("id")
);
CREATE TABLE "wireless_controllermanageddevicegroupradioprofileassignment" (
  "id" UUID PRIMARY KEY,
  "controller_managed_device_group_id" UUID NOT NULL,
  "radio_profile_id" UUID NOT NULL,
  UNIQUE ("controller_managed_device_group_id", "radio_profile_id"),
  FOREIGN KEY ("controller_managed_device_group_id") REFERENCES "dcim_controllermanageddevicegroup" ("id"),
  FOREIGN KEY ("radio_profile_id") REFERENCES "wireless_radioprofile" ("id")
);
