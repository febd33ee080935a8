-- A small shop: what people change, and what hinders them. A statement a line; a mark at its beginning says
-- in which database alone it is meant, {number} is a column that the database numbers.
CREATE TABLE shop_customer (id {number}, name VARCHAR(20) NOT NULL, code VARCHAR(10) UNIQUE, country VARCHAR(2) DEFAULT 'CN', memo TEXT, since {moment} NULL)
CREATE TABLE shop_paper (id {number}, no VARCHAR(20) NOT NULL, status SMALLINT DEFAULT 0 NOT NULL /* 状态（0草稿 1已审核） */, shop_customer_id INT, total_amount DECIMAL(10,2), year_of INT, turn INT, CONSTRAINT total_is_positive CHECK (total_amount >= 0), UNIQUE (year_of, turn), FOREIGN KEY (shop_customer_id) REFERENCES shop_customer (id))
CREATE TABLE shop_paper_line (id {number}, shop_paper_id INT NOT NULL, qty INT, FOREIGN KEY (shop_paper_id) REFERENCES shop_paper (id) ON DELETE CASCADE)
CREATE TABLE shop_guarded (code VARCHAR(8) NOT NULL PRIMARY KEY, label VARCHAR(20))
[mysql] ALTER TABLE shop_paper MODIFY status SMALLINT NOT NULL DEFAULT 0 COMMENT '状态（0草稿 1已审核）'
[postgresql] COMMENT ON COLUMN shop_paper.status IS '状态（0草稿 1已审核）'
[sqlite] CREATE TRIGGER shop_no_bad BEFORE UPDATE ON shop_guarded WHEN NEW.label = 'bad' BEGIN SELECT RAISE(ABORT, 'nothing bad here'); END
[mysql] CREATE TRIGGER shop_no_bad BEFORE UPDATE ON shop_guarded FOR EACH ROW IF NEW.label = 'bad' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing bad here'; END IF
[postgresql] CREATE FUNCTION shop_no_bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.label = 'bad' THEN RAISE EXCEPTION 'nothing bad here'; END IF; RETURN NEW; END $$
[postgresql] CREATE TRIGGER shop_no_bad BEFORE UPDATE ON shop_guarded FOR EACH ROW EXECUTE FUNCTION shop_no_bad()
INSERT INTO shop_customer (name, code, memo, since) VALUES ('Ann', 'A', ' two  blanks ', '2026-01-01 10:00:00.123456'), ('Bo', 'B', NULL, NULL), ('Cy', NULL, NULL, NULL), ('Di', NULL, NULL, NULL)
INSERT INTO shop_paper (no, status, shop_customer_id, total_amount, year_of, turn) VALUES ('P-1', 0, 1, 10.50, 2026, 1), ('P-2', 7, NULL, NULL, 2026, 2)
INSERT INTO shop_paper_line (shop_paper_id, qty) VALUES (1, 5)
INSERT INTO shop_guarded VALUES ('G', 'good')
