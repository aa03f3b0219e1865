// pcp_watchdog_info as the tool prints it, from the cells of a run: the long form, also for two
// tables side by side, and the short one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/tables.hpp"

namespace reports {

/// Row and column of a table's cell.
using CellPlace = std::pair<std::uint32_t, std::uint32_t>;

/// The long form (-v); lines of columns that the table does not have are left out, and what is
/// `marked` stands between `>` and `<`.
[[nodiscard]] std::string watchdog_info_verbose(const sim::checks::Cells& table,
                                                const std::vector<CellPlace>& marked,
                                                const Wording& wording);

/// The short form. REQUIRES: all columns.
[[nodiscard]] std::string watchdog_info_plain(const sim::checks::Cells& table,
                                              const Wording& wording);

}  // namespace reports
