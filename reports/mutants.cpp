#include "reports/mutants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/columns.hpp"

namespace reports {
namespace {

struct Count {
    std::string kind;
    std::uint32_t all = 0;
    std::uint32_t played = 0;
    std::uint32_t killed = 0;
    std::array<std::uint32_t, 3> by{};

    void add(const MutantResult& mutant) {
        ++all;
        if (mutant.played > 0) ++played;
        if (mutant.killed()) ++killed;
        for (std::size_t who = 0; who < by.size(); ++who)
            by[who] += mutant.killed_by[who] ? 1U : 0U;
    }
};

/// Of those that some story came by.
std::string share(std::uint32_t part, const Count& count) {
    if (count.played == 0) return fmt::format("{}", part);
    return fmt::format("{} ({} %)", part, (100 * part + count.played / 2) / count.played);
}

std::vector<Cell> row(const Count& count) {
    return {{count.kind},
            {fmt::format("{}", count.all)},
            {fmt::format("{}", count.played)},
            {share(count.killed, count)},
            {share(count.by[0], count)},
            {share(count.by[1], count)},
            {share(count.by[2], count)}};
}

std::string why(const MutantResult& mutant) {
    if (mutant.changed == 0) {
        return fmt::format("the same run in all {} stories: it changes nothing there",
                           mutant.played);
    }
    return fmt::format("{} of {} stories become other runs, first {}, and nobody minds",
                       mutant.changed, mutant.played, mutant.first_changed);
}

}  // namespace

std::string mutants_text(const std::vector<MutantResult>& mutants, const Style& style) {
    Columns table;
    table.columns = {{"planted"},    {"mutants"},         {"played"},    {"killed"},
                     {"by oracles"}, {"by expectations"}, {"by the log"}};
    Count all;
    all.kind = "all";
    std::vector<Count> kinds;
    for (const MutantResult& mutant : mutants) {
        if (kinds.empty() || kinds.back().kind != mutant.kind) {
            kinds.emplace_back().kind = mutant.kind;
        }
        kinds.back().add(mutant);
        all.add(mutant);
    }
    for (const Count& count : kinds) table.rows.push_back(row(count));
    table.rows.push_back(row(all));
    if (mutants.empty()) return {};
    std::string text = columns_text(table, style);
    if (all.killed == all.all) return text + "\nnone survived\n";
    text += "\nsurvivors\n";
    std::vector<std::string_view> unreached;
    for (const MutantResult& mutant : mutants) {
        if (mutant.played == 0) unreached.push_back(mutant.name);
        if (mutant.killed() || mutant.played == 0) continue;
        const std::string line = fmt::format("{}, {}: {}", mutant.kind, mutant.name, why(mutant));
        text += "  " + wrap(line, style.width, 6) + "\n";
    }
    if (unreached.empty()) return text;
    const std::string line = fmt::format("no story comes by: {}", fmt::join(unreached, "; "));
    return text + "  " + wrap(line, style.width, 6) + "\n";
}

}  // namespace reports
