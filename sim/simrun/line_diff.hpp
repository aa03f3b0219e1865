// Two texts, line by line: what is taken away, what is added, with a little of what stays. For
// texts of any size: where too much differs, it shows more than the least difference.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sim::simrun {

/// "@@ line 12 @@", then lines after "-", "+" and " "; empty if the texts are equal. After `most`
/// lines it stops and says so.
[[nodiscard]] std::string line_diff(std::string_view before, std::string_view after,
                                    std::size_t most);

}  // namespace sim::simrun
