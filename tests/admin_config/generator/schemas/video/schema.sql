-- A shop that rents films: small, and with everything that makes an old database hard to read.
CREATE TABLE category (
  category_id INTEGER PRIMARY KEY,
  name VARCHAR(25) NOT NULL UNIQUE,
  parent_id INTEGER,  -- the category above
  last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE language (
  language_id INTEGER PRIMARY KEY,
  name CHAR(20) NOT NULL
);
CREATE TABLE film ( -- 影片
  film_id INTEGER PRIMARY KEY,
  code VARCHAR(20) NOT NULL UNIQUE, -- 编号
  title VARCHAR(128) NOT NULL, -- 片名
  language_id INTEGER NOT NULL,
  original_language_id INTEGER,
  rental_rate DECIMAL(6,2) NOT NULL DEFAULT 4.99,
  replacement_cost DECIMAL(7,2) NOT NULL DEFAULT 19.99, -- 赔偿金额
  rating VARCHAR(10) DEFAULT 'G' CHECK (rating IN ('G', 'PG', 'PG-13', 'R')),
  status INTEGER NOT NULL DEFAULT 0, -- 状态（0在库 1已借出 2已报废）
  poster VARCHAR(200), -- 海报图片
  "class" VARCHAR(10),
  "order" INTEGER,
  title_length INTEGER GENERATED ALWAYS AS (length(title)) VIRTUAL,
  is_deleted BOOLEAN NOT NULL DEFAULT 0,
  create_time DATETIME,
  FOREIGN KEY (language_id) REFERENCES language (language_id)
);
CREATE TABLE film_category (
  film_id INTEGER NOT NULL,
  category_id INTEGER NOT NULL,
  last_update TIMESTAMP,
  PRIMARY KEY (film_id, category_id)
);
CREATE TABLE customer (
  customer_id INTEGER PRIMARY KEY,
  first_name VARCHAR(45) NOT NULL,
  e_mail VARCHAR(50),
  email VARCHAR(50),
  active BOOLEAN NOT NULL DEFAULT 1,
  born DATE DEFAULT '0000-00-00',
  history VARCHAR(30)
);
CREATE TABLE copy (
  film_id INTEGER NOT NULL REFERENCES film (film_id),
  copy_no VARCHAR(10) NOT NULL,
  bought_on DATE,
  PRIMARY KEY (film_id, copy_no)
);
CREATE TABLE rental (
  rental_id INTEGER PRIMARY KEY,
  number VARCHAR(20) NOT NULL UNIQUE,
  customer_id INTEGER NOT NULL,
  rented_at TIMESTAMP NOT NULL
);
CREATE TABLE rental_item (
  rental_id INTEGER NOT NULL,
  film_id INTEGER NOT NULL,
  copy_no VARCHAR(10) NOT NULL,
  amount DECIMAL(8,2) NOT NULL,
  returned_at TIMESTAMP,
  FOREIGN KEY (film_id, copy_no) REFERENCES copy (film_id, copy_no)
);
CREATE TABLE "2024-stock take" (
  film_id INTEGER,
  counted INTEGER,
  "how was it?" TEXT
);
CREATE VIEW films_out AS SELECT film_id, title FROM film WHERE status = 1;
CREATE TRIGGER film_stamp AFTER INSERT ON film BEGIN
  UPDATE film SET create_time = CURRENT_TIMESTAMP WHERE film_id = new.film_id;
END;
