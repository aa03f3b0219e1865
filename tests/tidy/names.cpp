#include <algorithm>
#include <regex>
#include <string_view>

#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

/// A name that is banned below some folders, and why.
struct Ban {
    const char* rule;
    std::vector<std::string_view> hints;  ///< a file without any of these need not be searched
    const char* pattern;                  ///< matched against code, not comments or strings
    std::vector<std::string> folders;     ///< below any of these; empty: in every source
    const char* why;
};

const std::vector<std::string> everywhere;
const std::vector<std::string> decides{"engine", "failover", "sim/facts", "sim/world"};
const std::vector<std::string> pure{"engine", "failover"};
const std::vector<std::string> ours{"engine", "failover", "sim", "reports"};
/// All of ours but the program itself, which may look at the world outside.
const std::vector<std::string> runs{"engine",     "failover",     "sim/facts",  "sim/world",
                                    "sim/checks", "sim/scenario", "sim/search", "reports"};

const std::vector<Ban>& bans() {
    // clang-format off
    static const std::vector<Ban> table{
        {"hash", {"std::hash"}, R"(\bstd::hash\b)", everywhere, "differs between libraries"},
        {"unordered", {"unordered_"}, R"(\bunordered_\w+)", runs,
         "its order differs between libraries"},
        {"random", {"random_device", "mt19937", "_distribution", "rand"},
         R"(\brandom_device\b|\bmt19937|_distribution\b|\bs?rand\s*\()", everywhere,
         "everything random is a choice with a name"},
        {"wall-clock", {"_clock", "time(", "gettimeofday", "clock_gettime", "std::time"},
         R"(\b(system|steady|high_resolution)_clock\b|\bstd::time\b|\btime\((nullptr|NULL|0)\))"
         R"(|\bgettimeofday\b|\bclock_gettime\b)", runs, "time is simulated"},
        {"getenv", {"getenv"}, R"(\bgetenv\b)", runs, "a run depends on its file and seed"},
        {"thread-local", {"thread_local"}, R"(\bthread_local\b)", everywhere, "no ambient world"},
        {"float", {"float", "double"}, R"(\b(float|double)\b)", decides,
         "no floating point in decisions"},
        {"new", {"new "}, R"(\bnew\s+[A-Za-z_(:])", everywhere,
         "values, or unique_ptr at type erasure"},
        {"shared-ptr", {"shared_ptr"}, R"(\bshared_ptr\b)", everywhere,
         "values; constant data shared only with a reason"},
        {"mutable-global", {"static ", "inline "},
         R"(^(static|inline)\s+(?!const|.*\()[\w:<>]+\s+\w+\s*(=|\{|;))", ours, "no globals"},
        {"getter", {"get_"}, R"(\bget_[a-z]\w*\s*\()", ours, "say what it is, not that it is got"},
        {"vague-name", {"Manager", "Util"}, R"(\b(class|struct)\s+\w+(Manager|Utils?)\b)", ours,
         "a name says what a thing is"},
        {"io", {"fopen", "stream", "printf", "cout", "cerr"},
         R"(\b(fopen|ifstream|ofstream|printf|cout|cerr)\b)", pure, "the logic is sans-I/O"},
    };
    // clang-format on
    return table;
}

bool below_any(const File& file, const std::vector<std::string>& folders) {
    return std::ranges::any_of(folders, [&](const auto& each) { return file.below(each); });
}

Violations check_ban(const File& file, const Ban& ban) {
    Violations found;
    if (!ban.folders.empty() && !below_any(file, ban.folders)) return found;
    const auto hinted = [&](std::string_view hint) {
        return file.text.find(hint) != file.text.npos;
    };
    if (std::ranges::none_of(ban.hints, hinted)) return found;
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
