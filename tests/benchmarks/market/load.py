"""Fill the market on MariaDB with its sequence tables: a million sales in well under a minute."""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.benchmarks.market.models import Good, Sale

GOODS = 100_000
#: Chinese words from which wordings are put together, so that pairs are neither rare nor everywhere.
WORDS = ("轴承", "深沟球", "圆锥滚子", "调心", "密封圈", "润滑脂", "法兰", "轴套", "保持架", "滚针")


def load_people() -> tuple[User, User]:
    """Create who sees all, and who owns one sale in fifty and sees only those."""
    with operation(OperationKind.CREATE, by=SYSTEM):
        people = []
        for name in ("all", "own"):
            user = User(username=name, name=name, is_superuser=name == "all")
            user.set_password("benchmark-only")
            user.save()
            people.append(user)
        kind = ContentType.objects.get_for_model(Sale)
        people[1].user_permissions.set(
            Permission.objects.filter(content_type=kind, codename="own_view_sale")
        )
    return people[0], people[1]


def load_goods() -> None:
    """Insert the goods."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Good._meta.db_table}
            (id, version, created_at, changed_at, code, name, name_key)
            SELECT seq, 0, now(6), now(6), CONCAT('G-', LPAD(seq, 6, '0')),
                   CONCAT('Good ', seq), CONCAT('good ', seq)
            FROM seq_1_to_{GOODS}"""
        )


def load_sales(rows: int, everybody: User, owner: User) -> None:
    """Insert sales: every fiftieth belongs to ``owner``, every third is not shipped yet."""
    words = ", ".join(f"'{word}'" for word in WORDS)
    pick = f"ELT(1 + (seq * 7) %% {len(WORDS)}, {words})"
    other = f"ELT(1 + (seq DIV 10) %% {len(WORDS)}, {words})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Sale._meta.db_table}
            (id, version, created_at, changed_at, code, wording, good_id, owner_id, state,
             quantity, price, sold_on, shipped_on)
            SELECT seq, 0, now(6), now(6), CONCAT('SA-', seq, '-2RS'),
                   CONCAT({pick}, {other}, ' ', seq), 1 + (seq * 7919) %% {GOODS},
                   IF(seq %% 50 = 0, %s, %s),
                   ELT(1 + seq %% 4, 'draft', 'submitted', 'approved', 'done'),
                   1 + seq %% 97, 1 + seq %% 9973,
                   DATE_SUB(CURDATE(), INTERVAL seq %% 1500 DAY),
                   IF(seq %% 3 = 0, NULL, DATE_SUB(CURDATE(), INTERVAL seq %% 1400 DAY))
            FROM seq_1_to_{rows}""",
            [owner.pk, everybody.pk],
        )
        cursor.execute(f"ANALYZE TABLE {Sale._meta.db_table}, {Good._meta.db_table}")
