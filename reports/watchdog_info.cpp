#include "reports/watchdog_info.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/text.hpp"
#include "sim/facts/watchdog_row.hpp"

namespace reports {
namespace {

using sim::facts::WatchdogColumn;
using sim::facts::WatchdogLine;
using Shows = WatchdogLine::Shows;

/// One row's cells by their columns.
class Row {
  public:
    Row(const sim::checks::Cells& table, std::uint32_t row, const std::vector<CellPlace>& marked)
        : table_(table), row_(row), marked_(marked) {}

    [[nodiscard]] bool has(WatchdogColumn column) const { return place(column) < width(); }
    /// 0 if the table has no such column.
    [[nodiscard]] std::int64_t value(WatchdogColumn column) const {
        const std::size_t at = place(column);
        return at < width() ? table_.rows[row_][at] : 0;
    }
    [[nodiscard]] bool marked(WatchdogColumn column) const {
        const CellPlace here{row_, static_cast<std::uint32_t>(place(column))};
        return std::find(marked_.begin(), marked_.end(), here) != marked_.end();
    }

  private:
    [[nodiscard]] std::size_t width() const { return table_.columns.size(); }
    [[nodiscard]] std::size_t place(WatchdogColumn column) const {
        const auto found = std::find(table_.columns.begin(), table_.columns.end(),
                                     static_cast<std::uint8_t>(column));
        return static_cast<std::size_t>(found - table_.columns.begin());
    }

    const sim::checks::Cells& table_;
    std::uint32_t row_;
    const std::vector<CellPlace>& marked_;
};

/// A form of the catalogue's texts, or what stands for a proxy that there is none of.
std::string in_form(std::string_view form, std::int64_t value, const Cluster& cluster) {
    const std::string hole = "{0:" + std::string(form) + "}";
    return fill(hole, {static_cast<std::int32_t>(value)}, cluster, failover::no_proxy);
}

std::string delegate_address(std::int64_t proxy, const Cluster& cluster) {
    const ProxyNames* names = cluster.proxy(proxy);
    if (names == nullptr || cluster.catalogue == nullptr) return std::string(sim::facts::not_set);
    const auto parameters = cluster.catalogue->parameters;
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [](const auto& one) { return one.name == "delegate_IP"; });
    const auto index = static_cast<std::size_t>(found - parameters.begin());
    return index < names->parameters.size() ? names->parameters[index] : std::string();
}

std::string shown(const WatchdogLine& line, const Row& row, const Wording& wording) {
    const std::int64_t value = row.value(line.column);
    const bool heard = line.of_all || row.value(WatchdogColumn::named) != 0;
    switch (line.shows) {
        case Shows::name:
            return in_form("proxy", heard ? value : -1, wording.cluster);
        case Shows::host:
            return in_form("proxyhost", value, wording.cluster);
        case Shows::port:
            return in_form("proxyport", value, wording.cluster);
        case Shows::watchdog_port:
            return in_form("wdport", value, wording.cluster);
        case Shows::delegate_address:
            if (value == 0) return std::string(sim::facts::not_set);
            return delegate_address(row.value(WatchdogColumn::node), wording.cluster);
        case Shows::number:
            return fmt::format("{}", value);
        case Shows::yes_no:
            return value != 0 ? "YES" : "NO";
        case Shows::quorum:
            return std::string(sim::facts::quorum_words[static_cast<std::size_t>(value + 2)]);
        case Shows::state:
            if (value < 0) return std::string(sim::facts::not_set);
            return wording.dialect.words(in_form("state", value, wording.cluster));
    }
    return {};
}

bool marks_line(const WatchdogLine& line, const Row& row) {
    const bool name = line.shows == Shows::name && !line.of_all;
    return row.marked(line.column) || (name && row.marked(WatchdogColumn::named));
}

std::string lines_of(const Row& row, bool of_all, const Wording& wording) {
    const int width = of_all ? 21 : 15;
    std::string text;
    for (const WatchdogLine& line : sim::facts::watchdog_lines) {
        if (line.of_all != of_all || !row.has(line.column)) continue;
        std::string value = shown(line, row, wording);
        if (marks_line(line, row)) value = ">" + value + "<";
        text += fmt::format("{:<{}}: {}\n", line.label, width, value);
    }
    return text;
}

}  // namespace

std::string watchdog_info_verbose(const sim::checks::Cells& table,
                                  const std::vector<CellPlace>& marked, const Wording& wording) {
    std::string text;
    for (std::uint32_t at = 0; at < table.rows.size(); ++at) {
        const Row row(table, at, marked);
        if (at == 0) {
            const std::string head = lines_of(row, true, wording);
            if (!head.empty()) text += "Watchdog Cluster Information \n" + head + "\n";
            text += "Watchdog Node Information \n";
        } else {
            text += "\n";
        }
        text += lines_of(row, false, wording);
    }
    return text;
}

std::string watchdog_info_plain(const sim::checks::Cells& table, const Wording& wording) {
    std::string text;
    for (std::uint32_t at = 0; at < table.rows.size(); ++at) {
        const std::vector<CellPlace> unmarked;
        const Row row(table, at, unmarked);
        const auto word = [&](std::string_view label) {
            const auto line =
                std::find_if(sim::facts::watchdog_lines.begin(), sim::facts::watchdog_lines.end(),
                             [&](const WatchdogLine& one) { return one.label == label; });
            return shown(*line, row, wording);
        };
        if (at == 0) {
            text +=
                fmt::format("{} {} {} {}\n\n", word("Total Nodes"), word("VIP up on local node"),
                            word("Master Node Name"), word("Master Host Name"));
        }
        text += fmt::format("{} {} {} {} {} {}\n", word("Node Name"), word("Host Name"),
                            word("Pgpool port"), word("Watchdog port"), word("Status"),
                            word("Status Name"));
    }
    return text;
}

}  // namespace reports
