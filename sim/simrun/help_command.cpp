#include <fmt/format.h>

#include <array>

#include "reports/dialect.hpp"
#include "sim/checks/oracle.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/load.hpp"
#include "sim/simrun/commands.hpp"

namespace sim::simrun {
namespace {

constexpr std::array<std::string_view, 4> topics{"scenario", "oracles", "faults", "what-if"};
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
    "  simrun what-if --conf FILE... STORY|FOLDER...\n"
    "                                 what stories come to at a site of your own; each --conf is "
    "a\n"
    "                                 proxy's pgpool.conf or kingbasecluster.conf ('help "
    "what-if')\n"
    "\n"
    "  simrun help scenario           the scenario format, key by key\n"
    "  simrun help oracles            what is watched without being asked\n"
    "  simrun help faults             what can be done to a cluster\n"
    "  simrun list logics|dialects|oracles\n"
    "\n"
    "exit status: 0 as expected, 1 an oracle violated, 2 bad scenario or usage,\n"
    "             3 an expectation failed, 4 not deterministic, 5 a limit was hit,\n"
    "             70 internal error\n";

constexpr std::string_view what_if_help =
    "What do stories come to at a site of your own?\n"
    "\n"
    "  simrun what-if --conf node1/pgpool.conf --conf node2/pgpool.conf STORY|FOLDER...\n"
    "\n"
    "  --conf FILE               a proxy's pgpool.conf or kingbasecluster.conf; give all of a "
    "site's\n"
    "  --primary N               backend id of the primary at the start; else 0\n"
    "  --failover-command WHAT   what failover_command does: promote_new_master or nothing\n"
    "  --seed N                  run under this seed instead of the stories' own\n"
    "  --without-load            no clients; else 20 writes a second go through the first proxy\n"
    "                            where a story has no load of its own\n"
    "\n"
    "The files say who the hosts are, their ports, weights, timers, commands and peers. They are\n"
    "checked one by one and against each other. Without a story only that is done.\n"
    "\n"
    "A story keeps its steps, its conditions, its WAL positions, its recovery job and what its\n"
    "commands do. Its hosts become the site's: primary for primary, standbys and proxies in "
    "order,\n"
    "a host with both for a host with both. What it says of its own cluster falls away: tables, "
    "logs\n"
    "and answers that it expects, pinned choices, waivers, its announced outcome, its variants.\n"
    "\n"
    "  outcome           the oracles violated, or well; 'not as told' from the first step on "
    "whose\n"
    "                    own conditions do not hold at this site\n"
    "  beliefs wrong     the longest time that a proxy held a healthy database down, or a dead one "
    "up\n"
    "  outage            the longest time without an acknowledged commit\n"
    "  sessions cut      of clients and operators\n"
    "  operator needed?  something was stuck, ended by a pcp command, or stayed wrong\n"
    "\n"
    "exit status: 0 all stories were asked, whatever they came to; 2 a file could not be read, "
    "bad\n"
    "             usage; 5 a limit was hit; 70 internal error. A story that needs more hosts than\n"
    "             the site has says so in its row.\n";

std::string oracles_text(const reports::Style& style) {
    std::string text;
    for (const auto& oracle : checks::oracles()) {
        text += fmt::format("{}  ({})\n", style.paint(reports::Tone::strong, oracle.id),
                            to_string(oracle.kind));
        text += "  must not be:  " + reports::wrap(oracle.statement, style.width, 16) + "\n";
        text += "  guard:        " + reports::wrap(oracle.guard, style.width, 16) + "\n\n";
    }
    text +=
        "A file waives one with a reason ([[waive]]), or expects it:\n"
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
    } else if (topic == "what-if") {
        with.out.write(what_if_help);
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
