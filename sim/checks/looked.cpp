#include "sim/checks/looked.hpp"

#include <algorithm>

#include "sim/facts/watchdog_row.hpp"

namespace sim::checks {
namespace {

using facts::Kind;
using Row = std::vector<std::int64_t>;

std::int64_t wide(std::uint32_t low, std::uint32_t high) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(high) << 32U | low);
}

Row pool_nodes_row(const engine::Record& record, std::span<const std::int32_t> ports) {
    const std::uint32_t packed = record.words[0];
    const std::int64_t id = packed & 0xffU;
    const bool primary = (packed >> 16U & 0xffU) != 0;
    const auto index = static_cast<std::size_t>(id);
    return {id,
            id,
            index < ports.size() ? ports[index] : 0,
            packed >> 8U & 0xffU,
            record.words[4],
            static_cast<std::int64_t>(primary ? facts::DatabaseRole::primary
                                              : facts::DatabaseRole::standby),
            record.words[1],
            packed >> 24U & 0xffU,
            wide(record.words[2], record.words[3])};
}

std::int64_t& cell(Row& row, facts::ReplicationColumn column) {
    return row[static_cast<std::size_t>(column)];
}

/// One of the records that make up a row: words[4] says which part.
void replication_part(Row& row, const engine::Record& record) {
    using Column = facts::ReplicationColumn;
    const auto& words = record.words;
    switch (words[4]) {
        case 0:
            cell(row, Column::application_name) = words[0];
            cell(row, Column::client_addr) = words[0];
            cell(row, Column::pid) = words[1];
            cell(row, Column::client_port) = words[2];
            cell(row, Column::state) = words[3] & 0xffU;
            cell(row, Column::sync_state) = words[3] >> 8U & 0xffU;
            cell(row, Column::sync_priority) = words[3] >> 16U;
            break;
        case 1:
            cell(row, Column::sent_location) = wide(words[0], words[1]);
            cell(row, Column::write_location) = wide(words[2], words[3]);
            cell(row, Column::sent_lsn) = cell(row, Column::sent_location);
            cell(row, Column::write_lsn) = cell(row, Column::write_location);
            break;
        case 2:
            cell(row, Column::flush_location) = wide(words[0], words[1]);
            cell(row, Column::replay_location) = wide(words[2], words[3]);
            cell(row, Column::flush_lsn) = cell(row, Column::flush_location);
            cell(row, Column::replay_lsn) = cell(row, Column::replay_location);
            break;
        case 3:
            cell(row, Column::backend_start) = wide(words[0], words[1]);
            cell(row, Column::reply_time) = wide(words[2], words[3]);
            break;
        case 4:
            cell(row, Column::write_lag) = static_cast<std::int32_t>(words[0]);
            cell(row, Column::flush_lag) = static_cast<std::int32_t>(words[1]);
            cell(row, Column::replay_lag) = static_cast<std::int32_t>(words[2]);
            break;
        default:
            break;
    }
}

Row empty_replication_row() {
    Row row(static_cast<std::size_t>(facts::replication_columns), -1);
    cell(row, facts::ReplicationColumn::usesysid) = facts::superuser_id;
    cell(row, facts::ReplicationColumn::usename) = 0;
    return row;
}

int column_count(TableOf kind) {
    switch (kind) {
        case TableOf::pool_nodes:
            return facts::pool_columns;
        case TableOf::stat_replication:
            return facts::replication_columns;
        case TableOf::watchdog_info:
            return facts::watchdog_columns;
    }
    return 0;
}

std::vector<std::uint8_t> all_columns(TableOf kind) {
    const int count = column_count(kind);
    std::vector<std::uint8_t> columns;
    for (int column = 0; column < count; ++column) {
        columns.push_back(static_cast<std::uint8_t>(column));
    }
    return columns;
}

Looked begin_look(const engine::Record& record) {
    Looked look;
    look.step = facts::StepId{static_cast<std::int32_t>(record.words[0])};
    look.index = record.words[1];
    look.at = record.at();
    look.record = record.number;
    look.cells.kind = static_cast<TableOf>(record.words[3]);
    look.cells.columns = all_columns(look.cells.kind);
    return look;
}

void as_replication(Looked& look) {
    look.cells.kind = TableOf::stat_replication;
    look.cells.columns = all_columns(look.cells.kind);
}

/// Rows were collected with every column that any version has: those of this one are shown.
void show_version(Looked& look, std::int32_t version) {
    look.cells.columns = facts::replication_columns_of(version);
    for (Row& row : look.cells.rows) {
        Row shown;
        for (const std::uint8_t column : look.cells.columns) shown.push_back(row[column]);
        row = std::move(shown);
    }
}

bool no_table_came(const engine::Record& record) { return record.words[2] == UINT32_MAX; }

}  // namespace

std::vector<Looked> looked_at(std::span<const engine::Record> records,
                              std::span<const std::int32_t> ports) {
    std::vector<Looked> looks;
    std::vector<std::int32_t> versions;
    for (const engine::Record& record : records) {
        const Kind kind{record.kind};
        if (kind == Kind::look && !no_table_came(record)) {
            looks.push_back(begin_look(record));
            versions.push_back(static_cast<std::int32_t>(record.words[4]));
        }
        if (looks.empty()) continue;
        Looked& look = looks.back();
        if (kind == Kind::pool_nodes_row) {
            look.cells.rows.push_back(pool_nodes_row(record, ports));
        } else if (kind == Kind::watchdog_row) {
            const facts::WatchdogRow row = facts::watchdog_row_of(record.words);
            look.cells.rows.emplace_back(row.begin(), row.end());
        } else if (kind == Kind::replication_row) {
            if (look.cells.kind != TableOf::stat_replication) as_replication(look);
            if (record.words[4] == 0) look.cells.rows.push_back(empty_replication_row());
            if (!look.cells.rows.empty()) replication_part(look.cells.rows.back(), record);
        }
    }
    for (std::size_t look = 0; look < looks.size(); ++look) {
        if (looks[look].cells.kind == TableOf::stat_replication) {
            show_version(looks[look], versions[look]);
        }
    }
    return looks;
}

}  // namespace sim::checks
