// `simrun help` and `simrun list`: all of it made from the tables that the program itself uses.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "reports/clock.hpp"
#include "reports/dialect.hpp"
#include "reports/json.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/expression.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/menu.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/options.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/what_if.hpp"

namespace sim::simrun {
namespace {

using reports::Style;
using reports::Tone;

/// Two columns; the second is wrapped. A first column that is too long stands alone on its line.
std::string row(std::string_view left, std::string_view right, int column, const Style& style) {
    std::string text = "  " + std::string(left);
    if (right.empty()) return text + "\n";
    const auto width = static_cast<std::size_t>(column);
    if (text.size() + 2 > width) text += "\n";
    const std::size_t used = text.back() == '\n' ? 0 : text.size();
    text += std::string(width - used, ' ');
    return text + reports::wrap(right, style.width, column) + "\n";
}

// ---- topics -----------------------------------------------------------------------------------

std::string overview(const Surroundings& with) {
    const Style& style = with.out.style();
    constexpr int column = 34;
    std::string text =
        reports::wrap(
            "simrun runs failover stories through the real failover logic in a simulated "
            "cluster.",
            style.width, 0) +
        "\n\n" +
        row("simrun FILE", "one story: what happened, what was found, and why", column, style) +
        row("simrun FILE|FOLDER ...", "all stories below and their variants, a line each", column,
            style);
    for (const Command& command : commands()) {
        text += row(fmt::format("simrun {} {}", command.name, command.takes), command.meaning,
                    column, style);
    }
    struct Group {
        For which;
        std::string_view head;
    };
    constexpr std::array groups{
        Group{For::any_run, "Options"},      Group{For::one_story, "Of one story"},
        Group{For::lists, "Of many runs"},   Group{For::a_site, "Of what-if"},
        Group{For::recorded, "Of fidelity"}, Group{For::chaos, "Of chaos"},
        Group{For::compare, "Of compare"},   Group{For::rules, "Of show"}};
    for (const Group& group : groups) {
        text += "\n" + style.paint(Tone::strong, group.head) + "\n";
        for (const Option& option : options()) {
            if (option.goes_with != group.which) continue;
            const std::string left = option.takes.empty()
                                         ? std::string(option.name)
                                         : fmt::format("{} {}", option.name, option.takes);
            text += row(left, option.meaning, column, style);
        }
    }
    return text + "\n" +
           reports::wrap(
               "Exit status: 0 as expected, 1 an oracle violated, 2 bad scenario or "
               "usage, 3 an expectation failed, 4 not deterministic, 5 a limit was hit, "
               "70 internal error, 128 + n ended by signal n.",
               style.width, 0) +
           "\n";
}

std::string oracles_text(const Surroundings& with) {
    const Style& style = with.out.style();
    std::string text;
    for (const auto& oracle : checks::oracles()) {
        text +=
            fmt::format("{}  ({})\n", style.paint(Tone::strong, oracle.id), to_string(oracle.kind));
        text += "  must not be:  " + reports::wrap(oracle.statement, style.width, 16) + "\n";
        text += "  guard:        " + reports::wrap(oracle.guard, style.width, 16) + "\n\n";
    }
    text +=
        "A file waives one with a reason ([waive]), or expects it:\n"
        "outcome = \"violates:<oracle>\".\n";
    return text;
}

std::string all_parameters(const Surroundings& with) {
    std::string text =
        "What [proxy] takes beside the keys of 'simrun help scenario': the product's own\n"
        "parameters, in its own units. \"reload\": a running proxy takes a new value, too.\n";
    for (const auto& logic : with.logics) {
        text += fmt::format("\n{}\n", with.out.style().paint(Tone::strong, logic.name));
        text += parameters_text(*logic.catalogue, with.out.style());
    }
    return text;
}

struct Topic {
    std::string_view name;
    std::string (*text)(const Surroundings&);
};
constexpr std::array topics{
    Topic{"scenario", [](const Surroundings&) { return scenario::reference(); }},
    Topic{"faults", [](const Surroundings& with) { return faults_text(with.out.style()); }},
    Topic{"parameters", all_parameters},
    Topic{"oracles", oracles_text},
    Topic{"what-if", [](const Surroundings& with) { return what_if_text(with.out.style()); }},
    Topic{"json", [](const Surroundings& with) { return json_reference(with.out.style()); }},
};

// ---- lists ------------------------------------------------------------------------------------

struct Listed {
    std::string name;
    std::string meaning;
};

std::vector<Listed> logics(const Surroundings& with) {
    std::vector<Listed> list;
    for (const auto& logic : with.logics)
        list.push_back({std::string(logic.name), std::string(logic.summary)});
    return list;
}
std::vector<Listed> dialects(const Surroundings&) {
    std::vector<Listed> list;
    for (const auto& dialect : reports::dialects()) {
        list.push_back({std::string(dialect.name),
                        fmt::format("{} [{}]", dialect.summary, to_string(dialect.provenance))});
    }
    return list;
}
std::vector<Listed> oracles(const Surroundings&) {
    std::vector<Listed> list;
    for (const auto& oracle : checks::oracles()) {
        list.push_back({std::string(oracle.id), std::string(oracle.statement)});
    }
    return list;
}
std::vector<Listed> actions(const Surroundings&) {
    std::vector<Listed> list;
    for (const auto& rule : scenario::verb_rules()) {
        if (rule.modelled) list.push_back({std::string(rule.name), std::string(rule.meaning)});
    }
    return list;
}
std::vector<Listed> functions(const Surroundings&) {
    std::vector<Listed> list;
    for (const auto& function : scenario::functions()) {
        list.push_back({std::string(function.signature), std::string(function.meaning)});
    }
    return list;
}

std::vector<Listed> chaos_words(const Surroundings&) {
    std::vector<Listed> list;
    for (const auto& preset : scenario::chaos_presets()) {
        list.push_back({fmt::format("preset {}", preset.name), std::string(preset.meaning)});
    }
    for (const auto& item : scenario::menu()) {
        list.push_back({std::string(item.name), std::string(item.meaning)});
    }
    for (const auto& timer : scenario::product_timers()) {
        const bool configured = timer.span.count() == 0;
        list.push_back(
            {fmt::format("align {}", timer.name),
             configured ? "as the proxies are configured"
                        : fmt::format("{} after another fault", reports::span_text(timer.span))});
    }
    return list;
}

struct List {
    std::string_view name;
    std::string_view meaning;
    std::vector<Listed> (*items)(const Surroundings&);
};
constexpr std::array lists{
    List{"logics", "failover logics that can be put under test", logics},
    List{"dialects", "vendors whose words can be printed", dialects},
    List{"oracles", "what is watched without being asked", oracles},
    List{"actions", "what a step can do", actions},
    List{"functions", "what a condition can ask", functions},
    List{"chaos", "presets and faults of 'simrun chaos', and timers to align them with",
         chaos_words},
};

std::string list_text(const std::vector<Listed>& items, const Style& style) {
    std::size_t widest = 0;
    for (const Listed& item : items) widest = std::max(widest, item.name.size());
    const int column = static_cast<int>(std::min<std::size_t>(widest, 30)) + 4;
    std::string text;
    for (const Listed& item : items) text += row(item.name, item.meaning, column, style);
    return text;
}

/// The stories below a folder with their titles, a heading for each folder.
int list_stories(const std::string& path, const Surroundings& with) {
    const FoundFiles found = files_below(std::span(&path, 1));
    if (!found.problems.empty()) {
        with.err.write(scenario::render(found.problems, with.err.style().width));
        return 2;
    }
    std::string folder = "/";  // no story's
    std::vector<Listed> items;
    const auto flush = [&] {
        if (items.empty()) return;
        with.out.write(with.out.style().paint(Tone::strong, folder.empty() ? "." : folder) + "\n");
        with.out.write(list_text(std::exchange(items, {}), with.out.style()));
    };
    for (const std::string& file : stories_of(found)) {
        const std::filesystem::path parts(file);
        if (parts.parent_path().generic_string() != folder) flush();
        folder = parts.parent_path().generic_string();
        const Stories loaded = load_stories(file, with.logics);
        if (loaded.stories.empty()) items.push_back({parts.stem().string(), "(has errors)"});
        for (const Prepared& story : loaded.stories) {
            const std::string& variant = story.script.variant;
            if (variant.empty())
                items.push_back({parts.stem().string(), story.script.title});
            else
                items.push_back({"  [" + variant + "]", ""});
        }
    }
    flush();
    return 0;
}

template <class Table>
int unknown(const Surroundings& with, std::string_view what, const std::string& given,
            const Table& table) {
    std::vector<std::string_view> valid;
    for (const auto& entry : table) valid.push_back(entry.name);
    const std::string near = scenario::nearest(given, valid);
    const std::string help = near.empty() ? fmt::format("there is {}", fmt::join(valid, ", "))
                                          : fmt::format("did you mean '{}'?", near);
    return usage_error(with, fmt::format("unknown {} '{}'; {}", what, given, help));
}

}  // namespace

int help(const std::string& topic, const Surroundings& with) {
    const auto* found = std::ranges::find(topics, topic, &Topic::name);
    const bool command = std::ranges::find(commands(), topic, &Command::name) != commands().end();
    if (topic.empty() || (command && found == topics.end())) {
        with.out.write(overview(with));
        return 0;
    }
    if (found == topics.end()) return unknown(with, "topic", topic, topics);
    with.out.write(found->text(with));
    return 0;
}

int list(const std::string& what, const Surroundings& with) {
    if (what.empty()) {
        std::vector<Listed> items;
        for (const List& each : lists) {
            items.push_back({fmt::format("simrun list {}", each.name), std::string(each.meaning)});
        }
        items.push_back({"simrun list FOLDER", "the stories below a folder"});
        with.out.write(list_text(items, with.out.style()));
        return 0;
    }
    const auto* found = std::ranges::find(lists, what, &List::name);
    if (found != lists.end()) {
        with.out.write(list_text(found->items(with), with.out.style()));
        return 0;
    }
    std::error_code error;
    if (std::filesystem::exists(what, error)) return list_stories(what, with);
    return unknown(with, "list", what, lists);
}

int usage_error(const Surroundings& with, const std::string& message) {
    with.err.write("simrun: " + message + "\n");
    return 2;
}

}  // namespace sim::simrun
