#include <algorithm>
#include <regex>
#include <string_view>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// A name that is banned below some folders, and why.
struct Ban {
    const char* rule;
    const char* pattern;               ///< matched against code, not comments or strings
    std::vector<std::string> folders;  ///< below any of these; empty: in every source
    std::vector<std::string> but;      ///< not below these
    const char* why;
};

const std::vector<std::string> decides{"engine", "failover", "sim/facts", "sim/world"};
const std::vector<std::string> orders{"engine",     "failover",     "sim/facts",  "sim/world",
                                      "sim/checks", "sim/scenario", "sim/search", "reports"};
const std::vector<std::string> ours{"engine", "failover", "sim", "reports"};

const std::vector<Ban>& bans() {
    static const std::vector<Ban> table{
        {"hash", R"(\bstd::hash\b)", {}, {}, "differs between libraries"},
        {"unordered", R"(\bunordered_\w+)", orders, {}, "its order differs between libraries"},
        {"random",
         R"(\brandom_device\b|\bmt19937|_distribution\b|\bs?rand\s*\()",
         {},
         {},
         "everything random is a choice with a name"},
        {"wall-clock",
         R"(\b(system|steady|high_resolution)_clock\b|\bstd::time\b|\btime\((nullptr|NULL|0)\))"
         R"(|\bgettimeofday\b|\bclock_gettime\b)",
         ours,
         {"sim/simrun"},
         "time is simulated"},
        {"getenv", R"(\bgetenv\b)", ours, {"sim/simrun"}, "a run depends on its file and seed"},
        {"thread-local", R"(\bthread_local\b)", {}, {}, "no ambient world"},
        {"float", R"(\b(float|double)\b)", decides, {}, "no floating point in decisions"},
        {"new", R"(\bnew\s+[A-Za-z_(:])", {}, {}, "values, or unique_ptr at type erasure"},
        {"shared-ptr",
         R"(\bshared_ptr\b)",
         {},
         {},
         "values; constant data shared only with a reason"},
        {"mutable-global",
         R"(^(static|inline)\s+(?!const|.*\()[\w:<>]+\s+\w+\s*(=|\{|;))",
         ours,
         {},
         "no globals"},
        {"getter", R"(\bget_[a-z]\w*\s*\()", ours, {}, "say what it is, not that it is got"},
        {"vague-name",
         R"(\b(class|struct)\s+\w+(Manager|Util|Utils)\b)",
         ours,
         {},
         "a name says what a thing is"},
        {"io",
         R"(\b(fopen|ifstream|ofstream|printf|cout|cerr)\b)",
         {"engine", "failover"},
         {},
         "the logic is sans-I/O"},
    };
    return table;
}

bool below_any(const File& file, const std::vector<std::string>& folders) {
    return std::ranges::any_of(folders, [&](const auto& each) { return file.below(each); });
}

Violations check_ban(const File& file, const Ban& ban) {
    Violations found;
    if (!ban.folders.empty() && !below_any(file, ban.folders)) return found;
    if (below_any(file, ban.but)) return found;
    const std::regex pattern(ban.pattern);
    for (std::size_t at = 0; at < file.code.size(); ++at) {
        std::smatch match;
        if (!std::regex_search(file.code[at], match, pattern)) continue;
        found.push_back({file.path, at + 1, ban.rule, "'" + match[0].str() + "': " + ban.why});
    }
    return found;
}

}  // namespace

Violations check_names(const File& file) {
    Violations found;
    if (!file.is_source()) return found;
    for (const Ban& ban : bans()) std::ranges::copy(check_ban(file, ban), back_inserter(found));
    static const std::regex random_header(R"(^\s*#\s*include\s*<random>)");
    static const std::regex silenced(R"(NOLINT)");
    static const std::regex silenced_with_reason(R"(NOLINT\w*\([\w,\s-]+\):? +\S)");
    for (std::size_t at = 0; at < file.lines.size(); ++at) {
        const std::string& line = file.lines[at];
        if (std::regex_search(line, random_header)) {
            found.push_back({file.path, at + 1, "random", "<random> differs between libraries"});
        }
        if (!file.below("tests/tidy") && std::regex_search(line, silenced) &&
            !std::regex_search(line, silenced_with_reason)) {
            found.push_back({file.path, at + 1, "nolint", "name the check and say why"});
        }
    }
    return found;
}

}  // namespace tidy
