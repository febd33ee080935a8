CREATE TABLE "user_base_info" ( -- 用户 - 基础信息
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "uuid" VARCHAR(32) UNIQUE,
  "user_no" VARCHAR(32) UNIQUE, -- 用户编号
  "username" VARCHAR(32) UNIQUE, -- 用户名
  "nickname" VARCHAR(128), -- 昵称
  "fullname" VARCHAR(128), -- 姓名
  "phone" VARCHAR(16), -- 手机
  "email" VARCHAR(254), -- 邮箱
  "avatar" VARCHAR(255), -- 个人头像
  "user_type" VARCHAR(32), -- 用户类型（PERSON:个人用户 COMPANY:企业用户 COMPANYADMIN:企业管理员 ADMIN:管理员用户）
  "user_vip" INTEGER NOT NULL, -- 用户会员（1普通用户 2高级会员 3超级会员 4年费会员）
  "user_level" INTEGER NOT NULL, -- 用户等级
  "user_info" JSON, -- 用户信息
  "register_time" DATETIME, -- 注册时间
  "register_ip" CHAR(39), -- 注册IP
  "privacies" JSON, -- 用户隐私设置
  "is_auth" BOOLEAN, -- 是否实名认证
  "is_delete" BOOLEAN, -- 是否删除
  "is_using" BOOLEAN -- 是否使用
);
CREATE TABLE "user_detail_info" ( -- 用户 - 详细信息
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER NOT NULL UNIQUE, -- 用户
  "real_name" VARCHAR(50), -- 实名姓名
  "sex" VARCHAR(1), -- 性别（0未知 1男 2女）
  "birth" DATE, -- 生日
  "tags" VARCHAR(255), -- 个人标签
  "signature" VARCHAR(255), -- 个性签名
  "avatar" VARCHAR(2000), -- 个人头像
  "cover" VARCHAR(2000), -- 个人主页封面
  "id_card_type" VARCHAR(32), -- 证件类型（IDENTITY:身份证 PASSPORT:护照 DRIVING:驾驶证 BUSINESS:营业执照）
  "id_card_no" VARCHAR(32), -- 证件号码
  "language" VARCHAR(2), -- 我使用的语言（cn:简体中文 en:English ru:Русский tc:繁体中文 fr:Français de:Deutsch jp:日本語）
  "region_code" BIGINT, -- 所在地行政区划编码
  "more" JSON, -- 更多信息
  "field_1" VARCHAR(255), -- 字段1
  "field_2" VARCHAR(255), -- 字段2
  "field_3" VARCHAR(255), -- 字段3
  "field_4" VARCHAR(255), -- 字段4
  "field_5" VARCHAR(255), -- 字段5
  "field_6" VARCHAR(255), -- 字段6
  "field_7" VARCHAR(255), -- 字段7
  "field_8" VARCHAR(255), -- 字段8
  "field_9" VARCHAR(255), -- 字段9
  "field_10" VARCHAR(255), -- 字段10
  "field_11" TEXT, -- 字段11
  "field_12" TEXT, -- 字段12
  "field_13" TEXT, -- 字段13
  "field_14" TEXT, -- 字段14
  "field_15" TEXT -- 字段15
);
CREATE TABLE "user_auth" ( -- 用户 - 安全认证
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "platform_id" INTEGER, -- 平台
  "user_id" INTEGER NOT NULL, -- 用户
  "password" VARCHAR(255), -- 密码
  "plaintext" VARCHAR(255),
  "salt" VARCHAR(32), -- 盐
  "algorithm" VARCHAR(16), -- 加密算法（DEFAULT:Default DISCUZ:Discuz (md5(md5(pwd).salt)) SPSS:Spss (sha1(rsa(cip).salt))）
  "token" VARCHAR(255), -- 临时令牌
  "ticket" VARCHAR(255), -- 临时票据
  "last_update_ip" CHAR(39), -- 最后登录网络地址
  "create_time" DATETIME NOT NULL, -- 创建时间
  "update_time" DATETIME -- 最后登录时间
);
CREATE TABLE "user_extend_field" ( -- 用户 - 扩展字段
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "field_index" VARCHAR(8) UNIQUE, -- 映射索引名（field_1:自定义字段1 field_2:自定义字段2 field_3:自定义字段3 field_4:自定义字段4 field_5:自定义字段5 field_6:自定义字段6 field_7:自定义字段7 field_8:自定义字段8 field_9:自定义字段9 field_10:自定义字段10 field_11:自定义字段11 field_12:自定义字段12 field_13:自定义字段13 field_14:自定义字段14 field_15:自定义字段15）
  "field" VARCHAR(32) UNIQUE, -- 自定义字段
  "label" VARCHAR(32) UNIQUE, -- 标签
  "type" VARCHAR(32), -- 类型
  "unit" VARCHAR(32), -- 单位
  "default" VARCHAR(255), -- 默认值
  "config" JSON, -- 配置
  "sort" INTEGER, -- 排序
  "description" VARCHAR(255) -- 字段描述
);
CREATE TABLE "user_platform" ( -- 用户 - 平台表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "platform_id" INTEGER NOT NULL UNIQUE, -- 平台ID
  "platform_code" VARCHAR(16) NOT NULL UNIQUE, -- 平台代码
  "platform_name" VARCHAR(32) NOT NULL, -- 平台名称
  "root_category_value" VARCHAR(32) NOT NULL -- 根类别值
);
CREATE TABLE "user_platforms_to_users" ( -- 用户 - 多对多平台记录表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER NOT NULL, -- 用户
  "platform_id" INTEGER NOT NULL, -- 平台
  "platform_user_id" BIGINT, -- 平台用户ID
  UNIQUE ("user_id", "platform_id"),
  FOREIGN KEY ("user_id") REFERENCES "user_base_info" ("id")
);
CREATE TABLE "user_sso_serve" ( -- 用户 - 单点登录服务表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "sso_code" VARCHAR(255), -- 单点登录代码
  "sso_name" VARCHAR(255), -- 单点登录名
  "sso_url" VARCHAR(255), -- 单点登录地址
  "sso_appid" VARCHAR(255),
  "sso_account_id" INTEGER NOT NULL, -- 单点登录绑定账户
  "description" VARCHAR(255) -- 描述
);
CREATE TABLE "user_sso_to_user" ( -- 用户 - 多对多单点登录记录表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "sso_serve_id" BIGINT NOT NULL, -- 单点登录服务ID
  "user_id" INTEGER NOT NULL, -- 用户
  "sso_unicode" VARCHAR(255), -- 单点登录地址
  "sso_ticket" VARCHAR(255), -- 单点登录票据
  "union_code" VARCHAR(255), -- 微信唯一ID
  "create_time" DATETIME NOT NULL, -- 创建时间
  "is_delete" BOOLEAN NOT NULL -- 是否删除
);
CREATE TABLE "user_bank_cards" ( -- 用户 - 用户银行卡信息
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER, -- 开户人
  "bank_card_num" VARCHAR(32), -- 银行卡号
  "open_account_bank" VARCHAR(32), -- 开户银行
  "opening_branch" VARCHAR(128), -- 开户支行
  "is_default" BOOLEAN, -- 是否默认卡
  "ext" JSON, -- 扩展数据
  "sort" INTEGER, -- 排序
  "remark" VARCHAR(128) -- 备注
);
CREATE TABLE "role_user_group" ( -- 角色 - 用户分组表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "group" VARCHAR(32), -- 用户组
  "group_name" VARCHAR(32), -- 用户组名
  "parent_group_id" INTEGER, -- 父组ID
  "sort" INTEGER, -- 排序
  "is_using" INTEGER, -- 是否使用（1是 2否）
  "description" VARCHAR(32), -- 描述
  "manager_name" VARCHAR(32), -- 负责人
  "manager_phone" VARCHAR(32), -- 联系电话
  FOREIGN KEY ("parent_group_id") REFERENCES "role_user_group" ("id")
);
CREATE TABLE "role_role" ( -- 角色 - 角色列表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "role" VARCHAR(32), -- 角色
  "role_name" VARCHAR(32), -- 角色名称
  "parent_role_id" INTEGER, -- 父级角色ID
  "user_group_id" INTEGER, -- 分组ID
  "sort" INTEGER, -- 排序
  "is_delete" INTEGER, -- 是否删除
  "is_using" INTEGER, -- 是否使用
  "created_time" DATETIME, -- 创建时间
  "description" VARCHAR(32), -- 描述
  FOREIGN KEY ("user_group_id") REFERENCES "role_user_group" ("id")
);
CREATE TABLE "role_user_to_group" ( -- 角色 - 多对多用户分组表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER, -- 用户ID
  "user_group_id" INTEGER, -- 分组ID
  FOREIGN KEY ("user_group_id") REFERENCES "role_user_group" ("id")
);
CREATE TABLE "role_user_to_role" ( -- 角色 - 多对多用户角色表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER, -- 用户ID
  "role_id" INTEGER, -- 角色ID
  FOREIGN KEY ("role_id") REFERENCES "role_role" ("id")
);
CREATE TABLE "role_api" ( -- 角色 - 角色API表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "module" VARCHAR(50), -- 模型
  "route" VARCHAR(500), -- 路由
  "method" VARCHAR(15), -- 请求类型（POST=POST GET=GET PUT=PUT DELETE=DELETE PATCH=PATCH COPY=COPY OPTIONS=OPTIONS LINK=LINK LOCK=LOCK VIEW=VIEW）
  "name" VARCHAR(500), -- 路由名称
  "is_using" INTEGER, -- 是否使用（1是 2否）
  "is_delete" INTEGER, -- 是否删除（1是 2否）
  "is_open_api" INTEGER, -- 开放接口（1是 2否）
  "description" VARCHAR(5000), -- API使用介绍
  "created_time" DATETIME, -- 创建时间
  "update_time" DATETIME -- 创建时间
);
CREATE TABLE "role_menu" ( -- 角色 - 系统菜单表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "category_id" INTEGER, -- 类别ID
  "parent_id" INTEGER NOT NULL, -- 父级ID
  "name" VARCHAR(120), -- 菜单名
  "route" VARCHAR(120), -- 页面路由
  "icon" VARCHAR(1000), -- 菜单图标
  "link" VARCHAR(1000), -- 外部链接
  "level" INTEGER NOT NULL, -- 菜单层级（1目录 2菜单 3操作）
  "config" JSON, -- 菜单配置
  "description" VARCHAR(1000), -- 路由使用介绍
  "is_using" INTEGER, -- 是否启用（1是 0否）
  "is_delete" INTEGER, -- 是否删除（1是 0否）
  "is_jump_link" INTEGER, -- 链接菜单（1是 0否）
  "sort" INTEGER, -- 排序
  "created_time" DATETIME, -- 创建时间
  "updated_time" DATETIME -- 更新时间
);
CREATE TABLE "role_permission_v2" ( -- 角色 - 权限组值表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "type" VARCHAR(20) NOT NULL, -- 权限ID（API=接口权限 MENU=菜单权限 DATA=数据类别权限）
  "role_id" INTEGER, -- 角色ID
  "api_id" INTEGER, -- 接口ID
  "menu_id" INTEGER, -- 接口ID
  "data_set_id" INTEGER, -- 数据集ID
  "data_set_type" VARCHAR(50), -- 数据集类型（THREAD=信息模块 FINANCE=资金模块 USER=用户模块）
  "filter_filed_list" JSON, -- 过滤字段
  "remove_filed_list" JSON, -- 移除字段
  "default_value_dict" JSON, -- 默认值
  "allow_values_dict" JSON, -- 允许传递值
  "output_filter_filed_list" JSON, -- 输出过滤字段列表
  "output_remove_filed_list" JSON, -- 输出移除字段列表
  "description" VARCHAR(500) NOT NULL, -- 描述
  "created_time" DATETIME NOT NULL, -- 创建时间
  FOREIGN KEY ("role_id") REFERENCES "role_role" ("id"),
  FOREIGN KEY ("api_id") REFERENCES "role_api" ("id"),
  FOREIGN KEY ("menu_id") REFERENCES "role_menu" ("id")
);
CREATE TABLE "thread" ( -- 信息 - 基本信息
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "uuid" VARCHAR(32) NOT NULL UNIQUE,
  "category_id" INTEGER, -- 类别ID
  "classify_id" INTEGER, -- 分类ID
  "show_id" INTEGER, -- 展示ID
  "user_id" BIGINT, -- 用户ID
  "user_uuid" VARCHAR(32), -- 用户UUID
  "with_user_id" BIGINT, -- 与用户ID
  "with_user_uuid" VARCHAR(32), -- 与用户UUID
  "group_id" BIGINT, -- 分组ID
  "thread_no" VARCHAR(32), -- 信息编号
  "title" VARCHAR(128), -- 标题
  "subtitle" VARCHAR(255), -- 子标题
  "summary" VARCHAR(2048), -- 摘要
  "content" TEXT, -- 内容
  "content_coding" VARCHAR(8), -- 内容译码类型：TEXT-文本(支持换行)，HTML-HTML超文本语言，MARKDOWN-MD标记语言，UBB-UBB标记语言
  "keywords" VARCHAR(1024), -- 关键字
  "access_level" INTEGER, -- 访问级别：1-所有人 EVERYONE，2-访客 VISITOR，3-会员 STAFF，4-主管 MANAGER，5-管理员 ADMINISTRATOR，11-好友 FRIEND，12-指定人 SOMEONE，13-指定群组 GROUP，14-仅与用户 EACH_OTHER，15-私人可见 PRIVATE，21-指定角色 ROLE，31-阅后即焚(只能看一次) BURN_AFTER_READ，32-已焚毁 BURNED_AND_READ
  "author" VARCHAR(128), -- 作者/主办者
  "region_code" VARCHAR(12), -- 所属行政区划编码
  "ip" CHAR(39), -- 网络IP
  "cover" VARCHAR(1024), -- 封面
  "photos" JSON, -- 照片集
  "video" VARCHAR(1024), -- 视频
  "files" JSON, -- 文件集
  "price" NUMERIC(32, 8), -- 价格/原价
  "is_original" BOOLEAN, -- 是否原创/独有权
  "link" VARCHAR(1024), -- 跳转/参考链接
  "logs" JSON, -- 日志
  "more" JSON, -- 更多信息
  "sort" INTEGER, -- 排序
  "language_code" VARCHAR(2), -- 语言代码
  "remark" VARCHAR(1024), -- 备注
  "create_time" DATETIME, -- 创建时间
  "update_time" DATETIME, -- 更新时间
  "publish_time" DATETIME, -- 发布时间
  "is_delete" BOOLEAN -- 是否删除
);
CREATE TABLE "thread_category" ( -- 信息 - 主要类别
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "parent_id" INTEGER, -- 父类别
  "platform_code" VARCHAR(16), -- 平台码
  "value" VARCHAR(32) NOT NULL UNIQUE, -- 类别标识值
  "name" VARCHAR(128), -- 类别名称
  "description" VARCHAR(255), -- 描述
  "icon" VARCHAR(255), -- 图标
  "config" JSON, -- 前端配置
  "total" INTEGER, -- 总计
  "need_auth" BOOLEAN, -- 登录可见
  "sort" INTEGER, -- 排序
  "disable" BOOLEAN -- 禁用
);
CREATE TABLE "thread_classify" ( -- 信息 - 分类
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 分类ID
  "category_id" INTEGER, -- 所属类别
  "parent_id" INTEGER, -- 父分类
  "value" VARCHAR(32) NOT NULL UNIQUE, -- 分类标识值
  "name" VARCHAR(128), -- 分类名称
  "show_id" INTEGER, -- 默认展示ID
  "icon" VARCHAR(255), -- 图标
  "description" VARCHAR(255), -- 描述
  "config" JSON, -- 前端配置
  "sort" INTEGER -- 排序
);
CREATE TABLE "thread_show" ( -- 信息 - 展示类型
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 展示类型ID
  "value" VARCHAR(50) NOT NULL, -- 展示类型值
  "name" VARCHAR(255), -- 展示类型名
  "description" VARCHAR(255), -- 描述
  "config" JSON -- 前端配置
);
CREATE TABLE "thread_extend_field" ( -- 信息 - 扩展字段
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "category_id" INTEGER NOT NULL, -- 类别ID
  "field_index" VARCHAR(8) NOT NULL, -- 映射的字段索引
  "field" VARCHAR(32) NOT NULL, -- 自定义字段
  "value" VARCHAR(128), -- 字段标签
  "default" VARCHAR(255), -- 默认值
  "type" VARCHAR(8), -- 字段类型
  "unit" VARCHAR(8), -- 参数单位
  "config" JSON, -- 字段配置
  "description" VARCHAR(255), -- 描述
  "enable" BOOLEAN, -- 启用
  UNIQUE ("category_id", "field")
);
CREATE TABLE "thread_auth_type" ( -- 信息 - 权限类型
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "value" VARCHAR(50) NOT NULL, -- 权限值
  "name" VARCHAR(50) NOT NULL -- 权限名
);
CREATE TABLE "thread_auth_field" ( -- 信息 - 权限字段
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "category_id" INTEGER NOT NULL, -- 类别ID
  "crud" VARCHAR(1),
  "auth_level" INTEGER NOT NULL, -- 权限类型
  "allow_fields" VARCHAR(1024), -- 允许字段
  "ban_fields" VARCHAR(1024), -- 禁止字段
  "is_list" BOOLEAN, -- 是否列表
  "enable" BOOLEAN -- 启用
);
CREATE TABLE "enroll_status_code" ( -- 报名状态表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "enroll_status_code" INTEGER, -- 状态code
  "value" VARCHAR(255), -- 状态值
  "config" JSON -- 配置
);
CREATE TABLE "enroll_rule_group" ( -- 报名规则组表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 报名规则组ID
  "rule_group" VARCHAR(255), -- 规则组
  "category_id" INTEGER, -- 类别ID
  "classify_id" INTEGER, -- 分类ID
  "description" VARCHAR(255) -- 描述
);
CREATE TABLE "enroll_enroll" ( -- 报名主表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "category_id" INTEGER, -- 类别ID
  "thread_id" BIGINT, -- 信息ID
  "user_id" BIGINT NOT NULL, -- 发布用户ID
  "trading_relate" INTEGER, -- 买卖关系 0:None 未知,1:Sell 卖家,2:Buy 买家,3:Cooperate 合资
  "region_code" VARCHAR(20), -- 行政区划编码
  "occupy_room" VARCHAR(255), -- 占用房间号
  "enroll_status_code" INTEGER NOT NULL, -- 报名状态码
  "min_number" INTEGER, -- 最小起报人数
  "max_number" INTEGER, -- 最大报名人数
  "min_count_apiece" INTEGER, -- 每人最小购买数
  "max_count_apiece" INTEGER, -- 每人最大购买数
  "price" NUMERIC(32, 8) NOT NULL, -- 单价
  "count" INTEGER, -- 总数量
  "unit" VARCHAR(255), -- 单位
  "fee" NUMERIC(32, 2), -- 小费
  "reduction" NUMERIC(32, 2) NOT NULL, -- 商家减免
  "subitems_amount" NUMERIC(32, 2) NOT NULL, -- 分项合计
  "amount" NUMERIC(32, 2), -- 总收/付金额
  "paid_amount" NUMERIC(32, 2), -- 已收/付金额
  "unpaid_amount" NUMERIC(32, 2), -- 未收/付金额
  "commision" NUMERIC(32, 2) NOT NULL, -- 佣金
  "deposit" NUMERIC(32, 8) NOT NULL, -- 每份预付押金
  "hide_price" INTEGER, -- 匿价 0:否,1:是
  "hide_user" INTEGER, -- 匿名 0:否,1:是
  "has_repeat" INTEGER, -- 有重复报名 0:否,1:是
  "has_subitem" INTEGER, -- 有分项 0:否,1:是
  "has_audit" INTEGER, -- 有审核 0:否,1:是
  "need_vouch" INTEGER, -- 需三方担保 0:否,1:是
  "need_deposit" INTEGER, -- 需押金 0:否,1:是
  "need_imprest" INTEGER, -- 需预付款 0:否,1:是
  "enable_pool" INTEGER, -- 启用报名池 0:否,1:是
  "pool_limit" INTEGER, -- 报名池容纳人数
  "pool_stopwatch" INTEGER, -- 报名池倒计时
  "open_time" DATETIME, -- 报名开放时间
  "close_time" DATETIME, -- 报名关闭时间
  "launch_time" DATETIME, -- 活动开始时间
  "finish_time" DATETIME, -- 活动完成时间
  "spend_time" VARCHAR(255), -- 活动花费时间
  "create_time" DATETIME NOT NULL, -- 创建时间
  "update_time" DATETIME NOT NULL, -- 更新时间
  "snapshot" JSON, -- 快照
  "remark" VARCHAR(255), -- 备注
  "finance_invoicing_code" VARCHAR(255) -- 备注
);
CREATE TABLE "enroll_extend_field" ( -- 报名分项表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "field_index" INTEGER, -- 原有字段
  "alias_name" VARCHAR(32), -- 映射名称
  "description" VARCHAR(255) -- 分项小计
);
CREATE TABLE "enroll_subitem_extend_field" ( -- 报名分项表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "category_id" INTEGER, -- 信息类别ID
  "field_index" VARCHAR(32), -- 映射的字段索引
  "field" VARCHAR(32), -- 自定义字段
  "label" VARCHAR(32), -- 字段标签
  "type" VARCHAR(32), -- 字段类型
  "config" JSON, -- 数据配置
  "description" VARCHAR(255), -- 描述
  UNIQUE ("category_id", "field_index", "field")
);
CREATE TABLE "enroll_subitem" ( -- 报名分项表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "enroll_id" BIGINT, -- 报名ID
  "name" VARCHAR(128), -- 分项名称
  "price" NUMERIC(32, 8), -- 分项单价
  "count" INTEGER, -- 分项数量
  "unit" VARCHAR(32), -- 单位
  "amount" NUMERIC(32, 8), -- 分项小计
  "enroll_subitem_status_code" INTEGER NOT NULL, -- 报名状态码
  "description" VARCHAR(255), -- 描述
  "remark" VARCHAR(255), -- 备注
  "field_1" VARCHAR(255), -- 字段1
  "field_2" VARCHAR(255), -- 字段2
  "field_3" VARCHAR(255), -- 字段3
  "field_4" VARCHAR(255), -- 字段4
  "field_5" VARCHAR(255), -- 字段5
  "field_6" VARCHAR(255), -- 字段6
  "field_7" VARCHAR(255), -- 字段7
  "field_8" VARCHAR(255), -- 字段8
  "field_9" VARCHAR(255), -- 字段9
  "field_10" VARCHAR(255), -- 字段10
  FOREIGN KEY ("enroll_id") REFERENCES "enroll_enroll" ("id")
);
CREATE TABLE "enroll_auth_status" ( -- 审核状态表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "value" VARCHAR(255) -- 值
);
CREATE TABLE "enroll_pay_status" ( -- 支付状态表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "value" VARCHAR(255) -- 值
);
CREATE TABLE "enroll_record" ( -- 报名记录表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 报名记录ID
  "enroll_id" BIGINT NOT NULL, -- 报名ID
  "apply_subitem_ids" JSON, -- 申请分项ID列表
  "user_id" INTEGER NOT NULL UNIQUE, -- 用户
  "enroll_auth_status" INTEGER, -- 报名权限状态ID
  "enroll_pay_status" INTEGER, -- 报名支付状态ID
  "enroll_status_code" INTEGER, -- 报名状态码
  "create_time" DATETIME, -- 报名时间
  "price" NUMERIC(32, 8), -- 应付单价
  "deposit" NUMERIC(32, 8), -- 应付押金
  "count" NUMERIC(32, 8), -- 购买数量
  "main_amount" NUMERIC(32, 8), -- 主项合计
  "coupon_amount" NUMERIC(32, 8), -- 优惠券合计
  "again_reduction" NUMERIC(32, 8), -- 商家再减免
  "subitems_amount" NUMERIC(32, 8), -- 分项合计
  "deposit_amount" NUMERIC(32, 8), -- 押金合计
  "amount" NUMERIC(32, 8), -- 总计应收/付金额
  "paid_amount" NUMERIC(32, 8), -- 已收/付金额
  "unpaid_amount" NUMERIC(32, 8), -- 未收/付金额
  "fee" NUMERIC(32, 8), -- 小费
  "photos" JSON, -- 图册地址
  "files" JSON, -- 文件地址
  "score" DOUBLE, -- 评分
  "reply" VARCHAR(1024), -- 发起人答复
  "remark" VARCHAR(1024), -- 备注
  "finish_time" DATETIME, -- 完成时间
  "again_price" NUMERIC(10, 2), -- 追加价格
  "again_fee" NUMERIC(10, 2), -- 追加消费
  "initiator_again_price" NUMERIC(10, 2), -- 发起人追补单价
  "estimated_time" DATETIME, -- 预估（完成）时间
  "update_time" DATETIME NOT NULL, -- 预估（完成）时间
  "field_1" VARCHAR(65535), -- 字段1
  "field_2" VARCHAR(65535), -- 字段2
  "field_3" VARCHAR(65535), -- 字段3
  "field_4" VARCHAR(65535), -- 字段4
  "field_5" VARCHAR(65535), -- 字段5
  "field_6" VARCHAR(65535), -- 字段6
  "field_7" VARCHAR(65535), -- 字段7
  "field_8" VARCHAR(65535), -- 字段8
  "field_9" VARCHAR(65535), -- 字段9
  "field_10" VARCHAR(65535), -- 字段10
  FOREIGN KEY ("enroll_id") REFERENCES "enroll_enroll" ("id")
);
CREATE TABLE "enroll_record_extend_field" ( -- 报名分项表扩展字段表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "field_index" VARCHAR(32), -- 映射的字段索引
  "field" VARCHAR(32), -- 自定义字段
  "label" VARCHAR(32), -- 字段标签
  "type" VARCHAR(32), -- 字段类型
  "config" JSON, -- 数据配置
  "description" VARCHAR(255), -- 描述
  UNIQUE ("field_index", "field")
);
CREATE TABLE "enroll_subitem_record" ( -- 报名记录分项表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 报名记录分项ID
  "enroll_record_id" BIGINT, -- 报名记录ID
  "enroll_subitem_id" BIGINT, -- 报名分项ID
  "enroll_subitem_status_code" INTEGER, -- 报名分项状态码
  "user_id" BIGINT, -- 用户ID
  "price" NUMERIC(32, 8), -- 分项单价
  "count" NUMERIC(32, 8), -- 分项数量
  "subitem_amount" NUMERIC(32, 8), -- 分项小计
  "reply" VARCHAR(65535), -- 填写回复原因
  "remark" VARCHAR(255), -- 备注
  "files" JSON, -- 文件字典
  "photos" JSON, -- 图片字典
  FOREIGN KEY ("enroll_record_id") REFERENCES "enroll_record" ("id"),
  FOREIGN KEY ("enroll_subitem_id") REFERENCES "enroll_subitem" ("id")
);
CREATE TABLE "invoice_type" ( -- 发票-发票类型表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "invoice_type_code" VARCHAR(128) NOT NULL, -- 发票类型状态码
  "invoice_type_value" VARCHAR(128) NOT NULL, -- 发票类型状态名
  "description" VARCHAR(128) NOT NULL -- 描述
);
CREATE TABLE "invoice_status" ( -- 发票-发票状态表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "invoice_status" VARCHAR(128) NOT NULL, -- 发票状态码
  "invoice_status_value" VARCHAR(128) NOT NULL, -- 发票状态名
  "description" VARCHAR(128) NOT NULL -- 描述
);
CREATE TABLE "invoice_external_status" ( -- 发票-外经证状态表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "external_status_code" VARCHAR(128) NOT NULL, -- 外经证状态码
  "external_status_value" VARCHAR(128) NOT NULL, -- 外经证状态名
  "description" VARCHAR(128) NOT NULL -- 描述
);
CREATE TABLE "invoice_external" ( -- 发票-外经证表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "thread_id" INTEGER NOT NULL, -- 合同ID（信息id）
  "external_number" VARCHAR(128) UNIQUE, -- 外经证编号
  "external_price" NUMERIC(32, 2), -- 开具金额
  "create_date" DATETIME NOT NULL, -- 开具日期
  "tax_date" DATETIME NOT NULL, -- 税单日期
  "end_date" DATETIME NOT NULL, -- 结束日期
  "external_address" VARCHAR(128), -- 外经证地址
  "remark" VARCHAR(128), -- 备注
  "external_status_id" INTEGER NOT NULL, -- 外经证状态
  "return_date" DATETIME NOT NULL, -- 退回日期
  "destroy_name" VARCHAR(128), -- 缴销作废状态
  "destroy_date" DATETIME NOT NULL, -- 缴销作废日期
  FOREIGN KEY ("external_status_id") REFERENCES "invoice_external_status" ("id")
);
CREATE TABLE "invoice_header" ( -- 发票-抬头
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- ID
  "user_id" INTEGER NOT NULL, -- 所属用户ID
  "head_type" VARCHAR(128) NOT NULL, -- 抬头类型 PERSONS个人 CORPORATIONS企业
  "company_name" VARCHAR(128), -- 公司名称
  "tax_number" VARCHAR(128) UNIQUE, -- 发票税号
  "address" VARCHAR(128), -- 地址
  "account_opening_bank" VARCHAR(128), -- 开户行
  "account" VARCHAR(128), -- 账户
  "phone_number" VARCHAR(128), -- 手机号
  "is_delete" BOOLEAN, -- 是否删除
  "sort" INTEGER NOT NULL -- 排序
);
CREATE TABLE "invoice_invoice" ( -- 发票 - 发票表
  "id" INTEGER PRIMARY KEY AUTOINCREMENT, -- 平台ID
  "user_id" INTEGER NOT NULL, -- 开票用户
  "thread_id" INTEGER NOT NULL, -- 合同ID（信息id）
  "enroll_id_list" VARCHAR(128), -- 报名列表
  "invoice_time" DATETIME, -- 开票时间
  "invoice_type_id" INTEGER NOT NULL, -- 发票类型
  "invoice_status_id" INTEGER NOT NULL, -- 发票状态
  "invoice_header_id" INTEGER NOT NULL, -- 发票抬头
  "invoice_number" VARCHAR(128) UNIQUE, -- 发票号码
  "invoice_price" NUMERIC(32, 2), -- 开票金额
  "tax_rate" VARCHAR(128), -- 发票税率
  "invoice_tax" NUMERIC(32, 2), -- 税额
  "invoice_untaxed" NUMERIC(32, 2), -- 不含税金额
  "tax_number" VARCHAR(128), -- 税务登记号
  "operator_user_id" INTEGER NOT NULL, -- 开票操作员
  "invoicing_party" VARCHAR(128), -- 开票方
  "remark" VARCHAR(128), -- 备注
  "destroy_name" VARCHAR(128), -- 退回作废状态
  "destroy_date" DATETIME NOT NULL, -- 退回作废日期
  "destroy_reason" VARCHAR(128), -- 退回作废原因
  "destroy_operator_id" INTEGER NOT NULL, -- 退回操作员
  "invoice_voucher" VARCHAR(128), -- 开票凭证
  "receive_email" VARCHAR(254) NOT NULL UNIQUE, -- 接收邮箱
  "receive_phone" VARCHAR(128), -- 接收手机号
  "invoice_snapshot" JSON, -- 发票快照
  "create_time" DATETIME NOT NULL, -- 创建时间
  "update_time" DATETIME NOT NULL, -- 修改时间
  FOREIGN KEY ("invoice_type_id") REFERENCES "invoice_type" ("id"),
  FOREIGN KEY ("invoice_status_id") REFERENCES "invoice_status" ("id"),
  FOREIGN KEY ("invoice_header_id") REFERENCES "invoice_header" ("id")
);
