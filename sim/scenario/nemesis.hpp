// What a chaos experiment plans for a cluster: [chaos] and [[nemesis]] of a file, over a preset of
// the menu.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/menu.hpp"
#include "sim/scenario/reader.hpp"

namespace sim::scenario {

/// How often one fault of the menu comes, and how.
struct Nemesis {
    const MenuItem* item = nullptr;
    Duration every{};                     ///< on average; above 0
    Span length;                          ///< of what lasts
    std::vector<std::string> targets;     ///< words for whom it falls upon; empty: as the menu says
    const ProductTimer* align = nullptr;  ///< so long after another fault; none: any time
    std::int64_t repeat = 1;              ///< so often in a row, `gap` between
    Duration gap{};
    bool during = false;  ///< begins soon after another fault began: inside the recovery from it
};

/// A setting and what it is drawn from.
struct Vary {
    std::string path;
    std::vector<Entry> values;
};

struct Chaos {
    std::string preset;
    Duration span = std::chrono::minutes{10};  ///< in which faults begin
    Duration health_check_period = std::chrono::seconds{10};  ///< what `align` means by that name
    Budget budget;
    std::vector<Nemesis> nemeses;
    std::vector<Vary> variations;
    bool half_of_them = false;
};

/// What `root` says, over the preset called so ("gentle" where neither says one). What is wrong
/// with it has been said to the reader. REQUIRES: the preset exists.
[[nodiscard]] Chaos read_chaos(Reader& reader, const Entry& root, std::string_view preset = {});

}  // namespace sim::scenario
