#include <fmt/format.h>

#include <array>

#include "reports/dialect.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/load.hpp"
#include "sim/simrun/commands.hpp"

namespace sim::simrun {
namespace {

constexpr std::array<std::string_view, 3> topics{"scenario", "oracles", "faults"};
constexpr std::array<std::string_view, 3> lists{"logics", "dialects", "oracles"};

constexpr std::string_view overview =
    "simrun runs a failover story through the real failover logic in a simulated cluster.\n"
    "\n"
    "  simrun FILE                    the story, what was found, and why\n"
    "  simrun FILE --log PROXY        that proxy's log as the product writes it\n"
    "  simrun FILE --pool-nodes       the tables that the story asks for\n"
    "  simrun FILE --stat-replication\n"
    "  simrun FILE --choices          every choice asked, as [choices] takes it\n"
    "  simrun FILE --seed N           under another seed\n"
    "  simrun FILE --seeds A..B       under all of them, counted by outcome\n"
    "  simrun FILE --variant NAME     under other settings, as the file names them\n"
    "  simrun FILE --until T          only until t = T, as in 90s or 2min\n"
    "  simrun FILE --check            run again and on copies: is it the same every time?\n"
    "\n"
    "  simrun help scenario           the scenario format, key by key\n"
    "  simrun help oracles            what is watched without being asked\n"
    "  simrun help faults             what can be done to a cluster\n"
    "  simrun list logics|dialects|oracles\n"
    "\n"
    "exit status: 0 as expected, 1 an oracle violated, 2 bad scenario or usage,\n"
    "             3 an expectation failed, 4 not deterministic, 5 a limit was hit,\n"
    "             70 internal error\n";

std::string oracles_text(const reports::Style& style) {
    std::string text;
    for (const auto& oracle : checks::oracles()) {
        text += fmt::format("{}  ({})\n", style.paint(reports::Tone::strong, oracle.id),
                            to_string(oracle.kind));
        text += "  must not be:  " + reports::wrap(oracle.statement, style.width, 16) + "\n";
        text += "  guard:        " + reports::wrap(oracle.guard, style.width, 16) + "\n\n";
    }
    text +=
        "A file waives one with a reason ([waive]), or expects it:\n"
        "outcome = \"violates:<oracle>\".\n";
    return text;
}

int unknown(const Surroundings& with, std::string_view what, const std::string& given,
            std::span<const std::string_view> valid) {
    const std::string near = scenario::nearest(given, valid);
    const std::string help = near.empty() ? fmt::format("there is {}", fmt::join(valid, ", "))
                                          : fmt::format("did you mean '{}'?", near);
    return usage_error(with, fmt::format("unknown {} '{}'; {}", what, given, help));
}

}  // namespace

int help(const std::string& topic, const Surroundings& with) {
    if (topic.empty()) {
        with.out.write(overview);
    } else if (topic == "scenario") {
        with.out.write(scenario::reference());
    } else if (topic == "oracles") {
        with.out.write(oracles_text(with.out.style()));
    } else if (topic == "faults") {
        with.out.write(faults_text(with.out.style()));
    } else {
        return unknown(with, "topic", topic, topics);
    }
    return 0;
}

int list(const std::string& what, const Surroundings& with) {
    std::string text;
    const auto line = [&](std::string_view name, std::string_view summary) {
        text += fmt::format("{:<14} {}\n", name, summary);
    };
    if (what == "logics") {
        for (const auto& logic : with.logics) line(logic.name, logic.summary);
    } else if (what == "dialects") {
        for (const auto& dialect : reports::dialects()) {
            line(dialect.name,
                 fmt::format("{} [{}]", dialect.summary, to_string(dialect.provenance)));
        }
    } else if (what == "oracles") {
        for (const auto& oracle : checks::oracles()) {
            line(oracle.id, reports::wrap(oracle.statement, with.out.style().width, 15));
        }
    } else {
        return unknown(with, "list", what, lists);
    }
    with.out.write(text);
    return 0;
}

int usage_error(const Surroundings& with, const std::string& message) {
    with.err.write("simrun: " + message + "\n");
    return 2;
}

}  // namespace sim::simrun
