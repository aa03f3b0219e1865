#include "reports/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/assert.hpp"
#include "reports/columns.hpp"

namespace reports {
namespace {

using failover::Rule;
using failover::RuleTable;

std::string heading(const RuleTable& table, const Style& style) {
    return fmt::format("{}  {}  ({})\n", style.paint(Tone::strong, table.name), table.title,
                       table.source);
}

Columns columns_of(const RuleTable& table) {
    Columns columns;
    for (const std::string_view header : table.columns) {
        columns.columns.push_back({std::string(header), true});
    }
    return columns;
}

/// How much of a table was reached.
struct Reached {
    std::size_t by_runs = 0;
    std::size_t by_tests = 0;
    std::size_t never = 0;
    std::size_t in_vain = 0;  ///< by runs, though the table says by tests only
};

Reached reached(const RuleTable& table, std::size_t at, const RuleCounts& counts) {
    Reached sum;
    for (std::size_t row = 0; row < table.rules.size(); ++row) {
        if (counts.of(at, row).fired > 0) {
            ++sum.by_runs;
            if (!table.rules[row].tests_only.empty()) ++sum.in_vain;
        } else if (!table.rules[row].tests_only.empty()) {
            ++sum.by_tests;
        } else {
            ++sum.never;
        }
    }
    return sum;
}

std::vector<Cell> counted(const Rule& rule, const RuleCount& count) {
    std::vector<Cell> cells;
    for (const std::string& cell : rule.cells) cells.push_back({cell});
    if (count.fired > 0) {
        cells.push_back({std::to_string(count.fired)});
        cells.push_back({std::to_string(count.runs)});
        cells.push_back({count.first, Tone::quiet});
    } else if (!rule.tests_only.empty()) {
        cells.push_back({"tests", Tone::warn});
        cells.push_back({"0"});
        cells.push_back({std::string(rule.tests_only), Tone::quiet});
    } else {
        cells.push_back({"never", Tone::bad});
        cells.push_back({"0"});
        cells.push_back({""});
    }
    return cells;
}

// ---- DOT ---------------------------------------------------------------------------------------

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\') result += '\\';
        result += each;
    }
    return result + '"';
}

/// Whether `text` has `word` in it, not inside of a longer one.
bool mentions(std::string_view text, std::string_view word) {
    const auto letter = [&](std::size_t at) {
        return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    }
    return false;
}

std::vector<std::string> states_of(const RuleTable& table) {
    std::vector<std::string> states;
    for (const Rule& rule : table.rules) {
        if (std::ranges::find(states, rule.cells.front()) == states.end()) {
            states.push_back(rule.cells.front());
        }
    }
    return states;
}

std::string edge(std::string_view from, std::string_view to, std::string_view label) {
    return fmt::format("    {} -> {} [label={}];\n", quoted(from), quoted(to), quoted(label));
}

/// A rule that names no state stays where it is.
std::string machine_edges(const RuleTable& table) {
    const std::vector<std::string> states = states_of(table);
    std::string text;
    for (const Rule& rule : table.rules) {
        const std::string& from = rule.cells.front();
        bool moves = false;
        for (const std::string& to : states) {
            if (!mentions(rule.cells.back(), to)) continue;
            text += edge(from, to, rule.cells[1]);
            moves = true;
        }
        if (!moves) text += edge(from, from, rule.cells[1]);
    }
    return text;
}

/// What the columns between ask for, as far as they ask anything.
std::string conditions(const RuleTable& table, const Rule& rule) {
    std::string text;
    for (std::size_t at = 1; at + 1 < rule.cells.size(); ++at) {
        if (rule.cells[at].empty() || rule.cells[at] == "any") continue;
        if (!text.empty()) text += ", ";
        text += fmt::format("{} {}", table.columns[at], rule.cells[at]);
    }
    return text;
}

}  // namespace

RuleCounts::RuleCounts(std::span<const RuleTable> tables) {
    for (const RuleTable& table : tables) counts_.emplace_back(table.rules.size());
}

void RuleCounts::add(failover::RuleId rule, std::uint64_t fired, const std::string& run) {
    SIM_ASSERT(rule.table < counts_.size());
    SIM_ASSERT(rule.row < counts_[rule.table].size());
    RuleCount& count = counts_[rule.table][rule.row];
    if (count.runs == 0) count.first = run;
    count.fired += fired;
    ++count.runs;
}

std::string rules_text(const RuleTable& table, const Style& style) {
    Columns columns = columns_of(table);
    for (const Rule& rule : table.rules) {
        auto& row = columns.rows.emplace_back();
        for (const std::string& cell : rule.cells) row.push_back({cell});
    }
    return heading(table, style) + columns_text(columns, style);
}

std::string rules_dot(const RuleTable& table) {
    std::string text =
        fmt::format("digraph {} {{\n    label={};\n    rankdir=LR;\n    node [shape=box];\n",
                    quoted(table.name), quoted(table.title));
    if (table.machine) {
        text += machine_edges(table);
    } else {
        for (const Rule& rule : table.rules) {
            text += edge(rule.cells.front(), rule.cells.back(), conditions(table, rule));
        }
    }
    return text + "}\n";
}

std::string coverage_text(std::span<const RuleTable> tables, const RuleCounts& counts,
                          const Style& style) {
    std::string text;
    Columns sums{{{"table", false},
                  {"rules", false},
                  {"by runs", false},
                  {"by tests only", false},
                  {"never", false},
                  {"marked in vain", false}},
                 {}};
    for (std::size_t at = 0; at < tables.size(); ++at) {
        const RuleTable& table = tables[at];
        Columns columns = columns_of(table);
        columns.columns.push_back({"fired", false});
        columns.columns.push_back({"runs", false});
        columns.columns.push_back({"first", true});
        for (std::size_t row = 0; row < table.rules.size(); ++row) {
            columns.rows.push_back(counted(table.rules[row], counts.of(at, row)));
        }
        text += heading(table, style) + columns_text(columns, style) + "\n";
        const Reached sum = reached(table, at, counts);
        const auto bad = [](std::size_t number) {
            return Cell{std::to_string(number), number > 0 ? Tone::bad : Tone::plain};
        };
        sums.rows.push_back({{std::string(table.name)},
                             {std::to_string(table.rules.size())},
                             {std::to_string(sum.by_runs)},
                             {std::to_string(sum.by_tests)},
                             bad(sum.never),
                             bad(sum.in_vain)});
    }
    return text + columns_text(sums, style);
}

}  // namespace reports
