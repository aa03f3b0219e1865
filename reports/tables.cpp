#include "reports/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/clock.hpp"
#include "reports/watchdog_info.hpp"

namespace reports {
namespace {

using sim::checks::Cells;
using sim::checks::TableOf;
using sim::facts::PoolColumn;
using sim::facts::ReplicationColumn;

struct Header {
    std::string_view name;
    Align align = Align::left;
};

// The proxy sends every column of its own tables as text, so psql aligns all of them left.
constexpr std::array<Header, sim::facts::pool_columns> pool_headers{{
    {"node_id"},
    {"hostname"},
    {"port"},
    {"status"},
    {"lb_weight"},
    {"role"},
    {"select_cnt"},
    {"load_balance_node"},
    {"replication_delay"},
}};

constexpr std::array<Header, sim::facts::replication_columns> replication_headers{{
    {"pid", Align::right},
    {"usesysid", Align::right},
    {"usename"},
    {"application_name"},
    {"client_addr"},
    {"client_hostname"},
    {"client_port", Align::right},
    {"backend_start"},
    {"backend_xmin", Align::right},
    {"state"},
    {"sent_location"},
    {"write_location"},
    {"flush_location"},
    {"replay_location"},
    {"sync_priority", Align::right},
    {"sync_state"},
    {"sent_lsn"},
    {"write_lsn"},
    {"flush_lsn"},
    {"replay_lsn"},
    {"write_lag"},
    {"flush_lag"},
    {"replay_lag"},
    {"reply_time"},
}};

template <std::size_t N>
std::string word(const std::array<std::string_view, N>& words, std::int64_t value) {
    const bool known = value >= 0 && value < static_cast<std::int64_t>(N);
    return known ? std::string(words[static_cast<std::size_t>(value)]) : fmt::format("{}", value);
}

constexpr std::array<std::string_view, 4> statuses{"unused", "waiting", "up", "down"};
constexpr std::array<std::string_view, 2> roles{"primary", "standby"};
constexpr std::array<std::string_view, 2> booleans{"false", "true"};
constexpr std::array<std::string_view, 3> states{"startup", "catchup", "streaming"};
constexpr std::array<std::string_view, 4> sync_states{"async", "potential", "sync", "quorum"};

std::string lsn(std::int64_t value) {
    const auto position = static_cast<std::uint64_t>(value);
    return fmt::format("{:X}/{:X}", position >> 32U, position & 0xffff'ffffU);
}

std::string millionths(std::int64_t value) {
    return fmt::format("{}.{:06}", value / 1'000'000, value % 1'000'000);
}

std::string pool_cell(PoolColumn column, std::int64_t value, const Cluster& cluster) {
    switch (column) {
        case PoolColumn::hostname: {
            const BackendNames* backend = cluster.backend(value);
            return backend != nullptr ? backend->address : std::string();
        }
        case PoolColumn::status:
            return word(statuses, value);
        case PoolColumn::lb_weight:
            return millionths(value);
        case PoolColumn::role:
            return word(roles, value);
        case PoolColumn::load_balance_node:
            return word(booleans, value);
        case PoolColumn::node_id:
        case PoolColumn::port:
        case PoolColumn::select_cnt:
        case PoolColumn::replication_delay:
            return fmt::format("{}", value);
    }
    return {};
}

/// "00:00:00.000812"
std::string interval(std::int64_t microseconds) {
    constexpr std::int64_t second = 1'000'000;
    const std::int64_t seconds = microseconds / second;
    return fmt::format("{:02}:{:02}:{:02}.{:06}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       microseconds % second);
}

std::string replication_cell(ReplicationColumn column, std::int64_t value, const Wording& wording) {
    const Cluster& cluster = wording.cluster;
    const BackendNames* backend = cluster.backend(value);
    switch (column) {
        case ReplicationColumn::usesysid:
            return fmt::format("{}", wording.dialect.replication_user_id);
        case ReplicationColumn::usename:
            return std::string(wording.dialect.replication_user);
        case ReplicationColumn::application_name:
            return backend != nullptr ? backend->application_name : std::string();
        case ReplicationColumn::client_addr:
            return backend != nullptr ? backend->address : std::string();
        case ReplicationColumn::backend_start:
        case ReplicationColumn::reply_time:
            return wall_timestamp(
                {cluster.date_seconds, cluster.date_offset_seconds, cluster.serving}, value,
                wording.dialect.full_microseconds);
        case ReplicationColumn::state:
            return word(states, value);
        case ReplicationColumn::sync_state:
            return word(sync_states, value);
        case ReplicationColumn::sent_location:
        case ReplicationColumn::write_location:
        case ReplicationColumn::flush_location:
        case ReplicationColumn::replay_location:
        case ReplicationColumn::sent_lsn:
        case ReplicationColumn::write_lsn:
        case ReplicationColumn::flush_lsn:
        case ReplicationColumn::replay_lsn:
            return lsn(value);
        case ReplicationColumn::write_lag:
        case ReplicationColumn::flush_lag:
        case ReplicationColumn::replay_lag:
            return interval(value);
        case ReplicationColumn::pid:
        case ReplicationColumn::client_hostname:
        case ReplicationColumn::client_port:
        case ReplicationColumn::backend_xmin:
        case ReplicationColumn::sync_priority:
            return fmt::format("{}", value);
    }
    return {};
}

TextColumn header(TableOf kind, std::uint8_t column, const Dialect& dialect) {
    if (kind != TableOf::stat_replication) {
        if (column >= pool_headers.size()) return {};
        return {std::string(pool_headers[column].name), pool_headers[column].align};
    }
    if (column >= replication_headers.size()) return {};
    TextColumn text{std::string(replication_headers[column].name),
                    replication_headers[column].align};
    if (dialect.upper_case_columns) {
        for (char& letter : text.header) {
            if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        }
    }
    return text;
}

void mark(TextTable& table, const sim::checks::TableDifference& difference) {
    for (const auto& [row, column] : difference.cells) {
        std::string& cell = table.rows[row][column];
        cell = ">" + cell + "<";
    }
}

/// Colours what stands between the marks.
std::string painted(const std::string& text, const Style& style) {
    if (!style.colour) return text;
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t open = text.find('>', at);
        const std::size_t close = open == std::string::npos ? open : text.find('<', open);
        if (close == std::string::npos) break;
        result += text.substr(at, open - at);
        result += style.paint(Tone::bad, text.substr(open, close + 1 - open));
        at = close + 1;
    }
    return result + text.substr(at);
}

}  // namespace

std::string cell_text(TableOf kind, std::uint8_t column, std::int64_t value,
                      const Wording& wording) {
    if (kind == TableOf::stat_replication) {
        if (value == -1) return {};
        return replication_cell(ReplicationColumn{column}, value, wording);
    }
    return pool_cell(PoolColumn{column}, value, wording.cluster);
}

TextTable in_words(const Cells& table, const Wording& wording) {
    TextTable text;
    for (const std::uint8_t column : table.columns) {
        text.columns.push_back(header(table.kind, column, wording.dialect));
    }
    for (const auto& row : table.rows) {
        std::vector<std::string> cells;
        for (std::size_t at = 0; at < row.size() && at < table.columns.size(); ++at) {
            cells.push_back(cell_text(table.kind, table.columns[at], row[at], wording));
        }
        text.rows.push_back(std::move(cells));
    }
    return text;
}

std::string mismatch(const sim::checks::TableDifference& difference, const Wording& wording,
                     const Style& style) {
    if (difference.expected.kind == TableOf::watchdog_info) {
        const std::string expected =
            watchdog_info_verbose(difference.expected, difference.cells, wording);
        const std::string seen = watchdog_info_verbose(difference.seen, difference.cells, wording);
        return "expected:\n" + painted(expected, style) + "seen:\n" + painted(seen, style);
    }
    TextTable expected = in_words(difference.expected, wording);
    TextTable seen = in_words(difference.seen, wording);
    mark(expected, difference);
    mark(seen, difference);
    std::string text = "expected:\n" + painted(psql(expected), style);
    text += "seen:\n" + painted(psql(seen), style);
    text.pop_back();  // the blank line after the last table
    return text;
}

}  // namespace reports
