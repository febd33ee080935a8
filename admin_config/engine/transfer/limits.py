"""How large a file may be: on disk, unpacked, in rows, in columns and in a single cell."""

#: Bytes of an uploaded file: a text is read line by line, a spreadsheet is unpacked.
MOST_BYTES = 512 * 1024 * 1024
MOST_SHEET_BYTES = 20 * 1024 * 1024
#: Characters of a line of text.
MOST_LINE = 16 * 1024 * 1024
#: Bytes of a ZIP with pictures, how many files it may hold, and how large they may be unpacked.
MOST_PACK = 200 * 1024 * 1024
MOST_PICTURES = 5_000
MOST_PICTURES_UNPACKED = 1024 * 1024 * 1024
#: Bytes of everything packed inside a spreadsheet file.
MOST_UNPACKED = 256 * 1024 * 1024
#: Address space of the process that reads a spreadsheet; about five million cells.
MOST_MEMORY = 512 * 1024 * 1024
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
#: Characters of a cell; what spreadsheets themselves allow.
MOST_CELL = 32_767
#: Rows that are checked or written within a request; more run in the background.
IN_REQUEST = 2_000
#: Bytes of a file whose rows are counted within a request; larger ones are in the background.
COUNTED_IN_REQUEST = 16 * 1024 * 1024
#: Processes that check a long file, at most; each has a connection to the database.
MOST_PROCESSES = 4
#: Rows of one transaction.
CHUNK = 1_000
#: Rows that are written all or not at all: one transaction, in which others wait for them.
MOST_WHOLE = 20_000
#: Rows of a spreadsheet that are written within a request.
EXPORT_IN_REQUEST = 50_000
#: Rows fetched at once by an export.
EXPORT_CHUNK = 1_000
#: Rows that a spreadsheet program can open.
SHEET_ROWS = 1_048_575
