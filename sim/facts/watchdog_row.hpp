// A row of pcp_watchdog_info as the words of one record, which the world packs and checks read; and
// the lines of the tool's long form, which the loader reads and reports print.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/facts/tables.hpp"

namespace sim::facts {

using WatchdogRow = std::array<std::int64_t, watchdog_columns>;

[[nodiscard]] constexpr std::int64_t& cell(WatchdogRow& row, WatchdogColumn column) {
    return row[static_cast<std::size_t>(column)];
}
[[nodiscard]] constexpr std::int64_t cell(const WatchdogRow& row, WatchdogColumn column) {
    return row[static_cast<std::size_t>(column)];
}

[[nodiscard]] constexpr std::array<std::uint32_t, 5> packed(const WatchdogRow& row) {
    using Column = WatchdogColumn;
    const auto word = [&](Column column, std::int64_t above = 0) {
        return static_cast<std::uint32_t>(cell(row, column) + above);
    };
    return {word(Column::node), word(Column::priority),
            word(Column::status, 1) | word(Column::named) << 8U |
                word(Column::delegate_address) << 9U | word(Column::vip_up) << 10U |
                word(Column::quorum, 2) << 16U,
            word(Column::total_nodes) | word(Column::remote_nodes) << 8U |
                word(Column::alive_remote_nodes) << 16U,
            word(Column::leader)};
}

[[nodiscard]] constexpr WatchdogRow watchdog_row_of(const std::array<std::uint32_t, 5>& words) {
    using Column = WatchdogColumn;
    WatchdogRow row{};
    const auto put = [&](Column column, std::uint32_t value, std::int64_t above = 0) {
        cell(row, column) = static_cast<std::int64_t>(value) - above;
    };
    cell(row, Column::node) = static_cast<std::int32_t>(words[0]);
    cell(row, Column::leader) = static_cast<std::int32_t>(words[4]);
    put(Column::priority, words[1]);
    put(Column::status, words[2] & 0xffU, 1);
    put(Column::named, words[2] >> 8U & 1U);
    put(Column::delegate_address, words[2] >> 9U & 1U);
    put(Column::vip_up, words[2] >> 10U & 1U);
    put(Column::quorum, words[2] >> 16U, 2);
    put(Column::total_nodes, words[3] & 0xffU);
    put(Column::remote_nodes, words[3] >> 8U & 0xffU);
    put(Column::alive_remote_nodes, words[3] >> 16U);
    return row;
}

/// A line of `pcp_watchdog_info -v`: `label : value`.
struct WatchdogLine {
    /// Of the proxy in the cell: name, host and ports. Of the number in it: the number itself, or
    /// the word for it.
    enum class Shows : std::uint8_t {
        name,
        host,
        port,
        watchdog_port,
        delegate_address,
        number,
        yes_no,
        quorum,
        state
    };
    std::string_view label;
    WatchdogColumn column;
    Shows shows;
    bool of_all = false;  ///< above the nodes, once
};
inline constexpr std::array watchdog_lines{
    WatchdogLine{"Total Nodes", WatchdogColumn::total_nodes, WatchdogLine::Shows::number, true},
    WatchdogLine{"Remote Nodes", WatchdogColumn::remote_nodes, WatchdogLine::Shows::number, true},
    WatchdogLine{"Quorum state", WatchdogColumn::quorum, WatchdogLine::Shows::quorum, true},
    WatchdogLine{"Alive Remote Nodes", WatchdogColumn::alive_remote_nodes,
                 WatchdogLine::Shows::number, true},
    WatchdogLine{"VIP up on local node", WatchdogColumn::vip_up, WatchdogLine::Shows::yes_no, true},
    WatchdogLine{"Master Node Name", WatchdogColumn::leader, WatchdogLine::Shows::name, true},
    WatchdogLine{"Master Host Name", WatchdogColumn::leader, WatchdogLine::Shows::host, true},
    WatchdogLine{"Node Name", WatchdogColumn::node, WatchdogLine::Shows::name},
    WatchdogLine{"Host Name", WatchdogColumn::node, WatchdogLine::Shows::host},
    WatchdogLine{"Delegate IP", WatchdogColumn::delegate_address,
                 WatchdogLine::Shows::delegate_address},
    WatchdogLine{"Pgpool port", WatchdogColumn::node, WatchdogLine::Shows::port},
    WatchdogLine{"Watchdog port", WatchdogColumn::node, WatchdogLine::Shows::watchdog_port},
    WatchdogLine{"Node priority", WatchdogColumn::priority, WatchdogLine::Shows::number},
    WatchdogLine{"Status", WatchdogColumn::status, WatchdogLine::Shows::number},
    WatchdogLine{"Status Name", WatchdogColumn::status, WatchdogLine::Shows::state},
};
/// Index of the first line of a node.
inline constexpr std::size_t first_node_line = 7;

/// What stands for a name that was not heard.
inline constexpr std::string_view not_set = "Not_Set";
inline constexpr std::array<std::string_view, 4> quorum_words{
    "NO MASTER NODE", "QUORUM ABSENT", "QUORUM IS ON THE EDGE", "QUORUM EXIST"};  ///< from -2 on

}  // namespace sim::facts
