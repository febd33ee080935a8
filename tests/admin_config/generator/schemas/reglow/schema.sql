CREATE TABLE "sys_tenant" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(100) NOT NULL, -- 企业/租户名称
  "code" VARCHAR(64) NOT NULL UNIQUE, -- 租户编码
  "principal_id" BIGINT, -- 关联主体ID(sys_principal)
  "package" VARCHAR(50), -- 套餐: free/member/metered
  "status" SMALLINT, -- 状态: 1启用 0禁用
  "contact_name" VARCHAR(50), -- 联系人
  "contact_phone" VARCHAR(20), -- 联系电话
  "expire_at" DATETIME, -- 到期时间
  "remark" VARCHAR(255), -- 备注
  "max_apps" INTEGER, -- 最大应用数
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_principal" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "principal_type" VARCHAR(32) NOT NULL, -- 主体类型: person/enterprise/individual_business
  "name" VARCHAR(100) NOT NULL, -- 主体名称（个人姓名/企业名称）
  "code" VARCHAR(64) NOT NULL UNIQUE, -- 主体编码
  "contact_name" VARCHAR(50), -- 联系人
  "contact_phone" VARCHAR(20), -- 联系电话
  "contact_email" VARCHAR(128), -- 联系邮箱
  "cert_type" VARCHAR(32), -- 认证类型: id_card/business_license/other
  "cert_status" VARCHAR(20), -- 认证状态: unverified/pending/approved/rejected
  "reject_reason" VARCHAR(255), -- 驳回原因
  "credit_code" VARCHAR(64), -- 统一社会信用代码（企业）
  "legal_person" VARCHAR(50), -- 法人姓名（企业）
  "residence" VARCHAR(255), -- 住所
  "business_address" VARCHAR(255), -- 经营地址（企业）
  "license_url" VARCHAR(512), -- 营业执照图片（企业，单个）
  "business_permit_urls" TEXT, -- 经营许可证图片（企业，JSON 数组）
  "id_card_no" VARCHAR(32), -- 身份证号（个人本人/企业法人）
  "legal_id_front_url" VARCHAR(512), -- 法人身份证正面（企业）
  "legal_id_back_url" VARCHAR(512), -- 法人身份证反面（企业）
  "account_name" VARCHAR(100), -- 结算-开户名称
  "settlement_type" VARCHAR(20), -- 结算账户类型: personal/corporate/legal
  "receipt_mode" VARCHAR(20), -- 收款模式: headquarters/independent
  "bank_name" VARCHAR(100), -- 结算-开户行
  "bank_branch" VARCHAR(100), -- 结算-开户支行
  "bank_card_no" VARCHAR(64), -- 结算-银行卡号
  "bank_card_front_url" VARCHAR(512), -- 结算-银行卡正面照（个人/法人账户）
  "corporate_account_doc_url" VARCHAR(512), -- 结算-对公账户材料（基本存款账户信息表或企业结算银行卡照）
  "reviewer_id" BIGINT, -- 审核人ID
  "reviewed_at" DATETIME, -- 审核时间
  "remark" VARCHAR(255), -- 备注
  "status" SMALLINT, -- 状态: 1启用 0禁用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_principal_member" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "principal_id" BIGINT NOT NULL, -- 所属主体ID
  "user_id" BIGINT, -- C端用户ID（双轨之一）
  "employee_id" BIGINT, -- B端后台账号ID（双轨之二）
  "member_role" VARCHAR(20) NOT NULL, -- 成员角色: owner/admin/staff
  "status" VARCHAR(20), -- 成员状态: pending/active/disabled
  "invited_by" BIGINT, -- 邀请人ID
  "joined_at" DATETIME, -- 加入时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME, -- 软删除时间
  UNIQUE ("principal_id", "employee_id"),
  UNIQUE ("principal_id", "user_id")
);
CREATE TABLE "sys_dept" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "parent_id" BIGINT, -- 父部门ID(0为顶级)
  "name" VARCHAR(50) NOT NULL, -- 部门名称
  "leader" VARCHAR(50), -- 负责人
  "sort" INTEGER, -- 排序
  "status" INTEGER, -- 状态:0禁用 1启用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_post" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "code" VARCHAR(50) NOT NULL UNIQUE, -- 岗位编码
  "name" VARCHAR(50) NOT NULL, -- 岗位名称
  "sort" INTEGER, -- 排序
  "status" INTEGER, -- 状态:0禁用 1启用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_employee" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "username" VARCHAR(32) NOT NULL UNIQUE, -- 用户名
  "password_hash" VARCHAR(255) NOT NULL, -- 密码哈希
  "nickname" VARCHAR(50), -- 昵称
  "real_name" VARCHAR(50), -- 真实姓名
  "avatar" VARCHAR(512), -- 头像URL
  "gender" INTEGER NOT NULL, -- 性别:0未知 1男 2女
  "email" VARCHAR(100), -- 邮箱
  "phone" VARCHAR(20), -- 手机号
  "employee_no" VARCHAR(32), -- 工号
  "dept_id" BIGINT, -- 部门ID
  "post_ids" VARCHAR(500), -- 岗位ID列表(逗号分隔)
  "superior_id" BIGINT, -- 直属上级ID
  "entry_date" VARCHAR(10), -- 入职日期
  "work_status" INTEGER NOT NULL, -- 在职状态:1在职 2试用 3离职 4休假
  "employment_type" INTEGER NOT NULL, -- 用工类型:1全职 2兼职 3实习 4外包
  "job_level" VARCHAR(20), -- 职级
  "job_position" VARCHAR(50), -- 职务
  "job_title" VARCHAR(50), -- 职称
  "status" INTEGER NOT NULL, -- 状态:0禁用 1启用
  "is_agent" BOOL NOT NULL, -- 是否开启坐席(开启自动生成坐席记录)
  "is_super_admin" BOOL NOT NULL, -- 是否超管
  "login_fail_count" INTEGER NOT NULL, -- 连续登录失败次数
  "lock_until" DATETIME, -- 锁定截止时间
  "last_login_at" DATETIME, -- 最后登录时间
  "last_login_ip" VARCHAR(45), -- 最后登录IP
  "remark" VARCHAR(500), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_employee_dept" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "employee_id" BIGINT NOT NULL, -- 员工ID
  "dept_id" BIGINT NOT NULL, -- 部门ID
  UNIQUE ("employee_id", "dept_id"),
  FOREIGN KEY ("dept_id") REFERENCES "sys_dept" ("id"),
  FOREIGN KEY ("employee_id") REFERENCES "sys_employee" ("id")
);
CREATE TABLE "sys_employee_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "employee_id" BIGINT NOT NULL, -- 员工ID
  "role_id" BIGINT NOT NULL, -- 角色ID
  UNIQUE ("employee_id", "role_id"),
  FOREIGN KEY ("role_id") REFERENCES "sys_role" ("id"),
  FOREIGN KEY ("employee_id") REFERENCES "sys_employee" ("id")
);
CREATE TABLE "sys_role" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL UNIQUE, -- 角色名称
  "code" VARCHAR(50) NOT NULL UNIQUE, -- 角色编码
  "description" VARCHAR(255), -- 描述
  "data_scope" INTEGER, -- 数据范围:1本人 2本部门 3本部门及以下 4自定义 5全部
  "sort" INTEGER, -- 排序
  "status" INTEGER, -- 状态:0禁用 1启用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_role_dept" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "role_id" BIGINT NOT NULL, -- 角色ID
  "dept_id" BIGINT NOT NULL -- 部门ID
);
CREATE TABLE "sys_role_menu" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "role_id" BIGINT NOT NULL, -- 角色ID
  "menu_id" BIGINT NOT NULL -- 菜单ID
);
CREATE TABLE "sys_menu" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "parent_id" BIGINT, -- 父菜单ID(0为顶级)
  "name" VARCHAR(50) NOT NULL, -- 菜单名称
  "type" VARCHAR(1) NOT NULL, -- 类型:M目录 C菜单 A按钮
  "icon" VARCHAR(100), -- 菜单图标
  "path" VARCHAR(200), -- 路由路径
  "permission" VARCHAR(100), -- 权限标识
  "sort" INTEGER, -- 排序
  "visible" INTEGER, -- 是否可见:0隐藏 1显示
  "cache" INTEGER, -- 是否缓存:0否 1是
  "status" INTEGER, -- 状态:0禁用 1启用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_user" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "username" VARCHAR(32) UNIQUE, -- 用户名
  "password_hash" VARCHAR(255) NOT NULL, -- 密码哈希
  "nickname" VARCHAR(50), -- 昵称
  "real_name" VARCHAR(50), -- 真实姓名
  "avatar" VARCHAR(512), -- 头像URL
  "gender" INTEGER NOT NULL, -- 性别:0未知 1男 2女
  "birthday" VARCHAR(10), -- 生日
  "phone" VARCHAR(20) UNIQUE, -- 手机号
  "email" VARCHAR(100) UNIQUE, -- 邮箱
  "nationality" VARCHAR(50), -- 国籍
  "region" VARCHAR(200), -- 地区（省/市/区县，斜杠分隔）
  "bio" VARCHAR(500), -- 个人简介
  "source" VARCHAR(20), -- 注册来源:phone/email/wechat/qq/weibo
  "status" INTEGER NOT NULL, -- 状态:0禁用 1正常
  "is_verified" BOOL NOT NULL, -- 是否实名认证
  "vip_level" INTEGER NOT NULL, -- VIP等级:0普通
  "login_fail_count" INTEGER NOT NULL, -- 连续登录失败次数
  "lock_until" DATETIME, -- 锁定截止时间
  "last_login_at" DATETIME, -- 最后登录时间
  "last_login_ip" VARCHAR(45), -- 最后登录IP
  "registered_at" DATETIME, -- 注册时间
  "remark" VARCHAR(500), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_user_oauth" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" BIGINT NOT NULL, -- 用户ID
  "provider" VARCHAR(20) NOT NULL, -- 平台: wechat/apple/qq/weibo
  "openid" VARCHAR(128) NOT NULL, -- OpenID
  "union_id" VARCHAR(128), -- UnionID（微信开放平台）
  "nickname" VARCHAR(100), -- 第三方昵称
  "avatar" VARCHAR(512), -- 第三方头像
  "is_bound" BOOL NOT NULL, -- 是否绑定
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_agreement" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" VARCHAR(200) NOT NULL, -- 协议标题
  "code" VARCHAR(100) NOT NULL, -- 协议编码，如 user_service, privacy_policy
  "type" VARCHAR(50) NOT NULL, -- 协议类型: general/register/image_generation 等
  "content" TEXT, -- 协议内容（富文本HTML）
  "version" VARCHAR(20), -- 协议版本号
  "status" INTEGER, -- 状态: 0草稿 1使用中 2作废中 3已作废
  "sort" INTEGER, -- 排序
  "is_published" BOOL, -- 是否已发布
  "published_at" DATETIME, -- 发布时间
  "published_version" VARCHAR(20), -- 已发布的版本号
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_agreement_history" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "agreement_id" INTEGER NOT NULL, -- 关联的协议ID
  "code" VARCHAR(100) NOT NULL, -- 协议编码
  "title" VARCHAR(200) NOT NULL, -- 协议标题
  "type" VARCHAR(50) NOT NULL, -- 协议类型
  "content" TEXT, -- 协议内容快照
  "version" VARCHAR(20) NOT NULL, -- 发布的版本号
  "status" INTEGER, -- 状态: 1使用中 2作废中 3已作废
  "is_latest" BOOL, -- 是否最新发布版本
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_user_agreement" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" INTEGER NOT NULL, -- 用户ID
  "agreement_code" VARCHAR(100) NOT NULL, -- 协议编码
  "agreed_version" VARCHAR(20) NOT NULL, -- 用户已确认的协议版本号
  "content_snapshot" TEXT, -- 确认时的协议内容快照（用于差异对比）
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_config" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(100) NOT NULL, -- 参数名称
  "key" VARCHAR(100) NOT NULL UNIQUE, -- 参数键名
  "value" TEXT, -- 参数值
  "type" INTEGER, -- 类型:1系统内置 2自定义
  "remark" VARCHAR(255), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_dict_type" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL, -- 字典名称
  "code" VARCHAR(50) NOT NULL UNIQUE, -- 字典编码
  "source" INTEGER, -- 字典来源:1系统内置 2业务扩展
  "status" INTEGER, -- 状态:0禁用 1启用
  "remark" VARCHAR(255), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_dict_data" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "type_id" BIGINT NOT NULL, -- 字典类型ID
  "label" VARCHAR(100) NOT NULL, -- 字典标签
  "value" VARCHAR(100) NOT NULL, -- 字典值
  "sort" INTEGER, -- 排序
  "status" INTEGER, -- 状态:0禁用 1启用
  "remark" VARCHAR(255), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_material_group" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "parent_id" BIGINT, -- 父分组ID
  "name" VARCHAR(50) NOT NULL, -- 分组名称
  "sort" INTEGER, -- 排序
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_material" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "user_id" BIGINT, -- 上传者ID
  "name" VARCHAR(200) NOT NULL, -- 文件名
  "type" VARCHAR(20), -- 类型:image/video/file
  "url" VARCHAR(512) NOT NULL, -- 文件URL
  "thumbnail_url" VARCHAR(512), -- 缩略图URL
  "size" BIGINT, -- 文件大小(byte)
  "mime_type" VARCHAR(100), -- MIME类型
  "width" INTEGER, -- 图片宽度
  "height" INTEGER, -- 图片高度
  "storage" VARCHAR(20), -- 存储方式:local/s3
  "source" VARCHAR(50), -- 素材来源
  "expire_at" DATETIME, -- 过期时间，null表示永久
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_material_group_relation" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "material_id" BIGINT NOT NULL, -- 素材ID
  "group_id" BIGINT NOT NULL, -- 分组ID
  UNIQUE ("material_id", "group_id")
);
CREATE TABLE "sys_message_template" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "code" VARCHAR(64) NOT NULL UNIQUE, -- 模板编码
  "name" VARCHAR(100) NOT NULL, -- 模板名称
  "category" VARCHAR(32) NOT NULL, -- 分类
  "title_tpl" VARCHAR(200) NOT NULL, -- 标题模板，支持 {var} 占位
  "content_tpl" TEXT NOT NULL, -- 内容模板，支持 {var} 占位
  "level" INTEGER, -- 级别
  "status" INTEGER, -- 状态: 0禁用 1启用
  "remark" VARCHAR(255), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_message" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "receiver_id" BIGINT NOT NULL, -- 收件人ID
  "category" VARCHAR(32) NOT NULL, -- 分类: system/register/expire/approval/security/...
  "template_code" VARCHAR(64), -- 模板编码，便于追溯
  "title" VARCHAR(200) NOT NULL, -- 标题
  "content" TEXT, -- 内容（已渲染）
  "level" INTEGER, -- 级别: 1普通 2重要 3紧急
  "biz_type" VARCHAR(32), -- 关联业务类型，如 agreement/order
  "biz_id" BIGINT, -- 关联业务主键
  "link_url" VARCHAR(255), -- 点击跳转链接（可选）
  "is_read" BOOL, -- 是否已读
  "read_at" DATETIME, -- 阅读时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_notice" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" VARCHAR(200) NOT NULL, -- 标题
  "content" TEXT, -- 内容
  "type" INTEGER, -- 类型: 1通知 2公告
  "level" INTEGER, -- 级别: 1普通 2重要 3紧急
  "scope" INTEGER, -- 范围: 1全部 2指定部门
  "scope_depts" TEXT, -- 指定部门ID列表 (逗号分隔)
  "status" INTEGER, -- 状态: 0草稿 1已发布 2已撤回
  "publisher_id" BIGINT, -- 发布人ID
  "published_at" DATETIME, -- 发布时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_notice_read" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "notice_id" BIGINT NOT NULL, -- 通知ID
  "admin_id" BIGINT NOT NULL, -- 管理员ID
  "read_at" DATETIME, -- 阅读时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "sys_login_log" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "admin_id" BIGINT, -- 管理员ID
  "username" VARCHAR(32), -- 用户名
  "status" INTEGER, -- 状态:0失败 1成功
  "ip" VARCHAR(45), -- IP地址
  "location" VARCHAR(100), -- 登录地点
  "browser" VARCHAR(100), -- 浏览器
  "os" VARCHAR(100), -- 操作系统
  "device_type" VARCHAR(20), -- 设备类型: mobile/tablet/desktop
  "session_id" VARCHAR(64), -- 会话ID
  "message" VARCHAR(255), -- 提示消息
  "created_at" DATETIME
);
CREATE TABLE "sys_operation_log" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "admin_id" BIGINT, -- 操作人ID
  "admin_name" VARCHAR(50), -- 操作人姓名
  "module" VARCHAR(50), -- 模块
  "action" VARCHAR(50), -- 操作类型
  "method" VARCHAR(10), -- HTTP方法
  "url" VARCHAR(255), -- 请求URL
  "params" TEXT, -- 请求参数
  "result" TEXT, -- 响应结果
  "ip" VARCHAR(45), -- IP地址
  "user_agent" VARCHAR(500), -- 浏览器标识
  "detail" JSON, -- 变更详情(before/after)
  "created_at" DATETIME
);
CREATE TABLE "sys_workflow_def" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "code" VARCHAR(64) NOT NULL UNIQUE, -- 流程编码
  "name" VARCHAR(100) NOT NULL, -- 流程名称
  "description" VARCHAR(255), -- 描述
  "form_schema" JSON, -- 表单 JSON Schema
  "node_json" JSON, -- 流程节点 JSON DSL
  "status" SMALLINT, -- 状态: 1启用 0停用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_workflow_instance" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "def_id" BIGINT NOT NULL, -- 流程定义ID
  "title" VARCHAR(200) NOT NULL, -- 实例标题
  "status" VARCHAR(20), -- 状态: running/approved/rejected
  "current_node" VARCHAR(64), -- 当前节点 key
  "form_data" JSON, -- 表单数据
  "creator_id" BIGINT, -- 发起人ID
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "sys_workflow_task" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "instance_id" BIGINT NOT NULL, -- 流程实例ID
  "node_key" VARCHAR(64) NOT NULL, -- 节点 key
  "node_name" VARCHAR(100), -- 节点名称
  "assignee_type" VARCHAR(20), -- 审批人类型: role/user/dept
  "assignee_value" VARCHAR(64), -- 审批人取值（角色编码/用户ID/部门ID）
  "action" VARCHAR(20), -- 动作: pending/approved/rejected
  "comment" TEXT, -- 审批意见
  "operator_id" BIGINT, -- 审批人ID
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "cms_article_category" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL, -- 分类名称
  "code" VARCHAR(50) NOT NULL UNIQUE, -- 分类编码
  "description" VARCHAR(255), -- 分类描述
  "sort" INTEGER, -- 排序
  "status" SMALLINT, -- 状态: 1启用 0禁用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "cms_article_collection" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(100) NOT NULL, -- 文章集名称
  "code" VARCHAR(64), -- 文章集编码
  "description" VARCHAR(500), -- 文章集描述
  "cover" VARCHAR(500), -- 封面URL
  "sort" INTEGER, -- 排序
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "cms_article" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "category_id" BIGINT, -- 分类ID
  "collection_id" BIGINT, -- 文章集ID
  "title" VARCHAR(200) NOT NULL, -- 标题
  "summary" TEXT, -- 摘要
  "content" TEXT, -- 内容
  "cover_image" VARCHAR(500), -- 封面图
  "cover_material_id" BIGINT, -- 封面素材ID(引用系统素材，cover_image 为快照)
  "author" VARCHAR(50), -- 作者
  "source" VARCHAR(100), -- 来源
  "status" SMALLINT, -- 状态: 0草稿 1已发布 2已下架
  "is_top" SMALLINT, -- 是否置顶: 0否 1是
  "view_count" INTEGER, -- 浏览量
  "published_at" DATETIME, -- 发布时间
  "creator_id" BIGINT, -- 创建人ID
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME, -- 软删除时间
  FOREIGN KEY ("collection_id") REFERENCES "cms_article_collection" ("id")
);
CREATE TABLE "cms_photo_category" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL, -- 分类名称
  "code" VARCHAR(50) NOT NULL UNIQUE, -- 分类编码
  "description" VARCHAR(255), -- 分类描述
  "sort" INTEGER, -- 排序
  "status" SMALLINT, -- 状态: 1启用 0禁用
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME -- 软删除时间
);
CREATE TABLE "cms_photo_album" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(100) NOT NULL, -- 相册名称
  "code" VARCHAR(64), -- 相册编码
  "description" VARCHAR(500), -- 相册描述
  "cover" VARCHAR(500), -- 相册封面URL
  "cover_photo_id" BIGINT, -- 封面照片ID
  "category_id" BIGINT, -- 分类ID
  "sort" INTEGER, -- 排序
  "material_group_id" BIGINT, -- 关联素材分组ID
  "is_user_album" BOOL, -- 是否用户相册(存用户私有照片，客户端按 user_id 隔离)
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "cms_photo" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "album_id" BIGINT NOT NULL, -- 相册ID
  "category_id" BIGINT, -- 分类ID
  "title" VARCHAR(200), -- 照片标题
  "alias" VARCHAR(200), -- 照片别名
  "description" TEXT, -- 照片描述
  "url" VARCHAR(512) NOT NULL, -- 原图URL
  "thumbnail_url" VARCHAR(512), -- 缩略图URL
  "is_cover" BOOL, -- 是否为封面
  "status" SMALLINT, -- 状态: 1已发布 0待发布
  "view_count" INTEGER, -- 浏览量
  "sort" INTEGER, -- 排序
  "width" INTEGER, -- 图片宽度
  "height" INTEGER, -- 图片高度
  "size" BIGINT, -- 文件大小(byte)
  "mime_type" VARCHAR(100), -- MIME类型
  "user_id" BIGINT, -- 归属用户ID(用户相册照片，NULL=系统素材)
  "creator_id" BIGINT, -- 创建人ID(管理端上传员工，数据权限归属)
  "dpi" INTEGER, -- 打印DPI(用于计算物理尺寸)
  "source" VARCHAR(50), -- 照片来源
  "expire_at" DATETIME, -- 到期时间(为空表示长期有效)
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME, -- 更新时间
  "deleted_at" DATETIME, -- 软删除时间
  FOREIGN KEY ("album_id") REFERENCES "cms_photo_album" ("id")
);
CREATE TABLE "payment_order" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "out_trade_no" VARCHAR(64) NOT NULL UNIQUE, -- 商户订单号
  "user_id" INTEGER, -- 用户ID（游客支付为空）
  "subject" VARCHAR(256) NOT NULL, -- 订单标题
  "amount_cents" INTEGER NOT NULL, -- 金额（分）
  "status" VARCHAR(20) NOT NULL, -- pending/paid/failed/refunded/cancelled(超时或用户放弃关闭)
  "provider" VARCHAR(20) NOT NULL, -- wechat/alipay/mock
  "trade_no" VARCHAR(64), -- 第三方交易号
  "qr_code" VARCHAR(512), -- 支付二维码链接
  "paid_at" DATETIME, -- 支付时间
  "refunded_amount_cents" INTEGER NOT NULL, -- 已退款金额（分）
  "split_amount_cents" INTEGER NOT NULL, -- 已分账金额（分）
  "reconcile_checked_at" DATETIME, -- 渠道掉单对账最近检查时间
  "biz_type" VARCHAR(50), -- 业务类型: photo_hd 等
  "biz_id" VARCHAR(100), -- 业务ID
  "remark" VARCHAR(255), -- 备注
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "payment_refund" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "refund_no" VARCHAR(64) NOT NULL UNIQUE, -- 商户退款单号（渠道侧幂等键）
  "payment_order_id" BIGINT NOT NULL, -- 支付订单ID
  "out_trade_no" VARCHAR(64) NOT NULL, -- 原商户订单号
  "provider" VARCHAR(20) NOT NULL, -- 退款渠道: wechat/alipay/unionpay/mock
  "amount_cents" INTEGER NOT NULL, -- 退款金额（分）
  "total_amount_cents" INTEGER NOT NULL, -- 原订单金额（分）
  "reason" VARCHAR(255), -- 退款原因
  "source" VARCHAR(20) NOT NULL, -- 来源: manual 手动 / auto 自动
  "status" VARCHAR(20) NOT NULL, -- processing/success/failed
  "channel_refund_no" VARCHAR(64), -- 渠道退款单号
  "error_msg" VARCHAR(500), -- 失败原因
  "operator_id" INTEGER, -- 操作人ID（自动退款为空）
  "retry_count" INTEGER NOT NULL, -- 重试次数
  "refunded_at" DATETIME, -- 退款成功时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "payment_split_receiver" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "split_id" BIGINT NOT NULL, -- 分账单ID
  "receiver_type" VARCHAR(32) NOT NULL, -- 接收方类型（渠道相关）
  "account" VARCHAR(128) NOT NULL, -- 接收方账号/商户号/openid
  "name" VARCHAR(64), -- 接收方名称
  "amount_cents" INTEGER NOT NULL, -- 分账金额（分）
  "description" VARCHAR(255), -- 分账描述
  "status" VARCHAR(20) NOT NULL, -- pending/success/failed
  "channel_detail_id" VARCHAR(64), -- 渠道分账明细号
  "error_msg" VARCHAR(500), -- 失败原因
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "payment_split" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "split_no" VARCHAR(64) NOT NULL UNIQUE, -- 商户分账单号（渠道侧幂等键）
  "payment_order_id" BIGINT NOT NULL, -- 支付订单ID
  "out_trade_no" VARCHAR(64) NOT NULL, -- 原商户订单号
  "provider" VARCHAR(20) NOT NULL, -- 分账渠道: wechat/alipay/mock
  "transaction_id" VARCHAR(64), -- 渠道交易号
  "total_amount_cents" INTEGER NOT NULL, -- 原订单金额（分）
  "split_amount_cents" INTEGER NOT NULL, -- 本次分账总额（分）
  "status" VARCHAR(20) NOT NULL, -- processing/success/failed/finished
  "channel_split_no" VARCHAR(64), -- 渠道分账单号
  "error_msg" VARCHAR(500), -- 失败原因
  "source" VARCHAR(20) NOT NULL, -- 来源: manual 手动 / auto 自动
  "operator_id" INTEGER, -- 操作人ID
  "remark" VARCHAR(255), -- 备注
  "finished_at" DATETIME, -- 完结时间
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "payment_split_return" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "return_no" VARCHAR(64) NOT NULL UNIQUE, -- 商户回退单号（渠道侧幂等键）
  "split_id" BIGINT NOT NULL, -- 分账单ID
  "payment_order_id" BIGINT NOT NULL, -- 支付订单ID
  "out_trade_no" VARCHAR(64) NOT NULL, -- 原商户订单号
  "provider" VARCHAR(20) NOT NULL, -- 渠道
  "receiver_type" VARCHAR(32) NOT NULL, -- 接收方类型
  "receiver_account" VARCHAR(128) NOT NULL, -- 接收方账号
  "amount_cents" INTEGER NOT NULL, -- 回退金额（分）
  "reason" VARCHAR(255), -- 回退原因
  "status" VARCHAR(20) NOT NULL, -- processing/success/failed
  "channel_return_no" VARCHAR(64), -- 渠道回退单号
  "error_msg" VARCHAR(500), -- 失败原因
  "operator_id" INTEGER, -- 操作人ID
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);
CREATE TABLE "biz_region" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL, -- 名称（如：中国/福建省/厦门市/思明区）
  "level" SMALLINT NOT NULL, -- 级别: 0国家 1省 2市 3区县 4街道乡镇 5村
  "parent_id" BIGINT NOT NULL, -- 父级ID, 0=顶级
  "code" VARCHAR(20) NOT NULL, -- 行政区划代码
  "sort" INTEGER NOT NULL, -- 排序
  "status" VARCHAR(20) NOT NULL, -- 状态: enabled/disabled
  "created_at" DATETIME NOT NULL, -- 创建时间
  "updated_at" DATETIME -- 更新时间
);

