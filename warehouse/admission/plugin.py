"""Admission inside `dbt build`: a dbt-duckdb plugin that lands what sources declare.

dbt-duckdb asks for a source each time that a node which reads it is compiled, from two threads at
once, and replaces the landed table with what it is given. Inspections are kept for the process
(`inspect_once`), so that a second asking costs the landing only. Commands that only look
(`compile`, `docs generate`, `test`) compile too: they are given what was landed before, so that the
tables under a whole build stay those that it was built from.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig
from dbt.adapters.events.logging import AdapterLogger
from dbt.flags import get_flags
from duckdb import CatalogException, DuckDBPyConnection

from warehouse.admission.contracts import (
    DELIVERIES_IDENTIFIER,
    Contracts,
    find_project_root,
    read_contracts,
)
from warehouse.admission.deliveries import (
    all_deliveries,
    check_root,
    deliveries_table,
    extract_deliveries,
)
from warehouse.admission.landing import LandedFile, stream_rows
from warehouse.admission.values import identifier
from warehouse.database_file import refuse_wrong_place, wait_until_free

logger = AdapterLogger("Admission")
BUILDING_COMMANDS = ("build", "run")


class Plugin(BasePlugin):
    """Lands the extracts of every source whose meta says `plugin: admission`."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Take the extracts root from the profile (`extracts`) and read the contracts.

        `patience_seconds` says how long a file that another process holds is waited for;
        `project` may name the folder that holds `models/`; it is the working directory, or the one
        that this package lies in. Raises ContractError on a declaration that can't be used.
        """
        self.root = Path(str(plugin_config.get("extracts", "extracts")))
        self.patience = float(plugin_config.get("patience_seconds", 0))
        project = plugin_config.get("project")
        self.contracts: Contracts = read_contracts(
            Path(str(project)) if project else find_project_root()
        )

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Refuse a place that no waiting mends, and wait for a held file, before dbt connects.

        dbt-duckdb itself waits half a minute, for a held file and a wrong path alike, and says
        nothing; a publish of a large state takes longer.
        """
        refuse_wrong_place(creds.path, "WAREHOUSE_FILE")
        for attached in creds.attach or []:
            refuse_wrong_place(attached.path, "WAREHOUSE_STATE")
        wait_until_free(creds.path, self.patience, logger.warning)

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Make the schemas to land in, before two threads try to make the same one at once."""
        self.connection = conn
        for schema in sorted(self.contracts.schemas):
            if "{{" not in schema:
                conn.execute(f"create schema if not exists {identifier(schema)}")

    def load(self, source_config: SourceConfig) -> pa.Table | pa.RecordBatchReader:
        """Return the rows of one source, to be landed as its table: the delivered ones in a build.

        Raises ExtractsFolderError if the extracts root isn't there. A refused file stops nothing:
        it is told of in the log and in `admission.deliveries`.
        """
        # dbt-duckdb names the table with its database, unquoted: a file like my-state.duckdb would
        # be no name. The warehouse is the connection's own database.
        source_config.database = None
        if getattr(get_flags(), "WHICH", "build") not in BUILDING_COMMANDS:
            table = f"{identifier(source_config.schema)}.{identifier(source_config.identifier)}"
            with suppress(CatalogException):
                return self.connection.cursor().execute(f"from {table}").fetch_record_batch()
        check_root(self.root)
        if source_config.identifier == DELIVERIES_IDENTIFIER:
            deliveries = all_deliveries(self.root, self.contracts)
            for delivery in deliveries:
                if delivery.status == "refused":
                    logger.warning(f"{delivery.file_name} refused: {delivery.message}")
            return deliveries_table(deliveries)
        contract = self.contracts.by_identifier(source_config.identifier)
        return stream_rows(
            contract,
            [
                LandedFile(
                    inspection=delivery.inspection,
                    file_name=delivery.file_name,
                    period=delivery.period,
                    delivered_on=delivery.delivered_on,
                    is_superseded=delivery.is_superseded,
                )
                for delivery in extract_deliveries(self.root, contract)
                if delivery.status == "admitted" and delivery.inspection is not None
            ],
        )
