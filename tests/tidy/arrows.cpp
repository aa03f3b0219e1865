#include <algorithm>
#include <array>
#include <regex>
#include <string_view>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// A folder and what it may include of ours besides itself, as prefixes of the included path.
struct Arrow {
    std::string_view folder;
    std::vector<std::string_view> may;
};

/// The seam: what stands directly in failover/, and its words.
constexpr std::string_view seam = "failover/*.hpp";

/// Most specific first: the first folder that a file is below decides.
const std::vector<Arrow>& arrows() {
    static const std::vector<Arrow> table{
        {"engine", {}},
        {"failover/words", {}},
        {"failover/parts", {seam, "failover/words/"}},
        {"failover/logics", {seam, "failover/words/", "failover/parts/"}},
        {"failover", {"failover/words/"}},
        {"sim/facts", {"engine/", "failover/words/"}},
        {"sim/scenario", {"engine/", seam, "failover/words/", "sim/facts/"}},
        {"sim/site", {"engine/", seam, "failover/words/", "sim/facts/", "sim/scenario/"}},
        {"sim/world", {"engine/", seam, "failover/words/", "sim/facts/", "sim/scenario/"}},
        {"sim/checks",
         {"engine/", seam, "failover/words/", "sim/facts/", "sim/scenario/", "sim/world/run.hpp"}},
        {"sim/fidelity", {"engine/"}},
        {"sim/search",
         {"engine/", seam, "failover/words/", "sim/facts/", "sim/scenario/", "sim/world/",
          "sim/checks/"}},
        {"reports",
         {"engine/", seam, "failover/words/", "sim/facts/", "sim/scenario/", "sim/checks/",
          "sim/world/run.hpp"}},
        {"sim/simrun", {"engine/", "failover/", "sim/", "reports/"}},
    };
    return table;
}

bool ours(const std::string& included) {
    constexpr std::array<std::string_view, 5> tops{"engine/", "failover/", "sim/", "reports/",
                                                   "tests/"};
    return std::ranges::any_of(tops, [&](auto top) { return included.starts_with(top); });
}

bool allows(std::string_view pattern, const std::string& included) {
    if (pattern == seam) {
        return included.starts_with("failover/") && std::ranges::count(included, '/') == 1;
    }
    return included.starts_with(pattern);
}

bool may_include(const Arrow& arrow, const std::string& included) {
    if (included.starts_with(std::string(arrow.folder) + "/")) {
        // failover's own top level stays free of its parts and logics.
        return arrow.folder != "failover" || std::ranges::count(included, '/') == 1 ||
               included.starts_with("failover/words/");
    }
    return std::ranges::any_of(arrow.may, [&](auto pattern) { return allows(pattern, included); });
}

}  // namespace

Violations check_arrows(const File& file) {
    Violations found;
    const auto arrow = std::ranges::find_if(
        arrows(), [&](const Arrow& each) { return file.below(std::string(each.folder)); });
    if (arrow == arrows().end() || !file.is_source()) return found;
    static const std::regex include(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        std::smatch match;
        if (!std::regex_match(file.lines[at], match, include)) continue;
        const std::string included = match[2];
        const bool quoted = match[1] == "\"";
        if (quoted && !ours(included)) {
            found.push_back({file.path, at + 1, "arrow",
                             "include own headers from the top of the tree: " + included});
        } else if (ours(included) && !may_include(*arrow, included)) {
            found.push_back({file.path, at + 1, "arrow",
                             std::string(arrow->folder) + " may not include " + included});
        } else if (!quoted && file.below("failover") &&
                   included.find_first_of("./") != std::string::npos) {
            found.push_back({file.path, at + 1, "arrow",
                             "failover uses the standard library only: " + included});
        }
    }
    return found;
}

}  // namespace tidy
