#include <fmt/format.h>

#include "failover/words/message.hpp"
#include "reports/actions.hpp"
#include "reports/clock.hpp"
#include "reports/evidence.hpp"
#include "reports/objectives.hpp"
#include "reports/story.hpp"
#include "reports/tables.hpp"

namespace reports {
namespace {

using sim::checks::Ending;
using sim::checks::Unmet;
using sim::facts::Limit;
using sim::facts::Resolution;

std::string_view limit_text(Limit limit) {
    switch (limit) {
        case Limit::events:
            return "events in one run";
        case Limit::events_at_one_instant:
            return "events at one instant: something livelocks";
        case Limit::planning_order:
            return "planned events";
        case Limit::mailbox:
            return "inputs waiting in one mailbox";
        case Limit::records:
            return "kept records";
        case Limit::start:
            return "simulated time in which the cluster did not come to serve";
        case Limit::messages_in_a_row:
            return "messages in a row, each sent because of the one before: a livelock";
    }
    return "a limit";
}

std::string message_name(const sim::checks::LoopMessage& message,
                         const failover::Catalogue& catalogue) {
    const auto plane = static_cast<failover::Plane>(message.plane);
    const auto kinds = plane == failover::Plane::watchdog ? catalogue.kinds_watchdog
                       : plane == failover::Plane::ipc    ? catalogue.kinds_ipc
                                                          : decltype(catalogue.kinds_ipc){};
    return message.kind < kinds.size() && !kinds[message.kind].empty()
               ? std::string(kinds[message.kind])
               : fmt::format("message {}", message.kind);
}

/// "1000 messages …: beacon node101 to node102, split_brain node102 to node101, and so on"
std::string limit_note(const sim::checks::AtLimit& at, const Cluster& cluster) {
    std::string text = fmt::format("limit reached: {}", limit_text(at.limit));
    if (at.proxy != failover::no_proxy && cluster.proxy(at.proxy.value) != nullptr) {
        const auto role = static_cast<std::size_t>(at.role);
        const auto& roles = cluster.catalogue->roles;
        text += fmt::format("; {} of {} was at it",
                            role < roles.size() ? roles[role].name : "a process",
                            cluster.proxy(at.proxy.value)->name);
    }
    for (std::size_t i = 0; i < at.loop.size(); ++i) {
        const auto& message = at.loop[i];
        const auto host = [&](sim::facts::HostId id) {
            return cluster.hosts[static_cast<std::size_t>(id.value)];
        };
        text += i == 0 ? "; " : ", ";
        text += message.timer
                    ? fmt::format("a timer without a span on {}", host(message.from))
                    : fmt::format("{} from {} to {}", message_name(message, *cluster.catalogue),
                                  host(message.from), host(message.to));
    }
    return text + (at.repeats ? ", and so on" : at.loop.empty() ? "" : ", by turns");
}

/// "of step 3, 'but nobody notices' (line 71)"
std::string of_step(const Unmet& unmet, const Script& script) {
    const auto index = static_cast<std::size_t>(unmet.step.value);
    if (unmet.step.value < 0 || index >= script.steps.size()) return "of the run";
    const ScriptStep& step = script.steps[index];
    std::string text = fmt::format("of step {}, '{}'", index + 1, step.name);
    if (step.line != 0) text += fmt::format(" (line {})", step.line);
    return text;
}

std::string item(const std::vector<std::string>& list, std::uint32_t index, const char* otherwise) {
    return index < list.size() ? list[index] : std::string(otherwise);
}
std::string item(const std::vector<ScriptObservation>& list, std::uint32_t index,
                 const char* otherwise) {
    if (index >= list.size()) return otherwise;
    std::string text = list[index].kind + " " + list[index].condition;
    if (list[index].span) text += " for " + span_text(*list[index].span);
    return text;
}

const ScriptStep& step_of(const Unmet& unmet, const Script& script, const ScriptStep& none) {
    const auto index = static_cast<std::size_t>(unmet.step.value);
    return unmet.step.value >= 0 && index < script.steps.size() ? script.steps[index] : none;
}

/// The first log line that was waited for in vain.
std::string log_text(const Unmet& unmet, const ScriptStep& step) {
    const std::string which = item(step.logs, unmet.index, "log lines");
    if (unmet.index >= step.log_lines.size()) return which + ": not seen";
    const auto line = static_cast<std::uint32_t>(unmet.seen);
    return fmt::format("{}: not seen was line {}, \"{}\"", which, line + 1,
                       item(step.log_lines[unmet.index], line, ""));
}

/// Why an action had nobody to be done to.
std::string_view nobody_text(Resolution resolution) {
    switch (resolution) {
        case Resolution::bound:
            return "nobody was given that name, or has what is needed";
        case Resolution::primary:
            return "there is no one primary now";
        case Resolution::leader:
            return "there is no one leader now";
        case Resolution::a_standby:
            return "there is no such standby now";
        case Resolution::other:
            return "there is no other";
        case Resolution::process:
            return "there is no such process now";
    }
    return "there is nobody";
}

}  // namespace

std::string unmet_text(const Unmet& unmet, const Telling& telling) {
    const Script& script = telling.script;
    const ScriptStep none;
    const ScriptStep& step = step_of(unmet, script, none);
    const auto message = [&](std::int64_t id, const failover::MessageArguments& arguments) {
        return answer_text(item(step.actions, unmet.index, ""),
                           {static_cast<failover::MessageId>(id), arguments}, telling);
    };
    switch (unmet.what) {
        case Unmet::What::observation:
            return item(step.observations, unmet.index, "an observation");
        case Unmet::What::always:
            return item(script.always, unmet.index, "always");
        case Unmet::What::never:
            return item(script.never, unmet.index, "never");
        case Unmet::What::table:
            return item(step.looks, unmet.index, "a table that was asked for") +
                   (unmet.seen == sim::checks::nothing_seen ? ": no table came" : " differs");
        case Unmet::What::log:
            return log_text(unmet, step);
        case Unmet::What::answer:
            if (unmet.seen == sim::checks::nothing_seen) {
                return item(step.actions, unmet.index, "a command") + ": another answer came";
            }
            return fmt::format("{} answered: {}", item(step.actions, unmet.index, "a command"),
                               message(unmet.seen, unmet.arguments));
        case Unmet::What::exit_status:
            return fmt::format("{}: exit status {}, expected {}",
                               item(step.actions, unmet.index, "a command"), unmet.seen,
                               unmet.expected);
        case Unmet::What::action:
            return item(step.actions, unmet.index, "an action") + " did not return in time";
        case Unmet::What::target:
            return item(step.actions, unmet.index, "an action") + ": " +
                   std::string(nobody_text(static_cast<Resolution>(unmet.seen)));
        case Unmet::What::when:
            return "its `when` did not become true in time";
        case Unmet::What::step:
            return "the step did not end as expected";
        case Unmet::What::unknown:
            return "the run did not go as the file expects";
    }
    return {};
}

namespace {

std::string unmet_list(const Telling& telling, const Style& style) {
    std::string text;
    for (const Unmet& unmet : telling.verdict.unmet) {
        text += style.paint(Tone::bad, "NOT MET ");
        text += wrap(
            fmt::format("{} {} at {}", unmet_text(unmet, telling), of_step(unmet, telling.script),
                        story_time(unmet.at, telling.cluster.serving)),
            style.width, 8);
        text += "\n";
        if (unmet.difference) {
            text += mismatch(*unmet.difference, {telling.cluster, telling.dialect}, style);
        }
    }
    return text;
}

std::string side_notes(const Telling& telling, const Style& style) {
    const auto& verdict = telling.verdict;
    std::string text;
    const auto note = [&](const std::string& words) {
        text += style.paint(Tone::warn, "note ") + wrap(words, style.width, 5) + "\n";
    };
    if (verdict.limit) note(limit_note(*verdict.limit, telling.cluster));
    for (const std::uint32_t waiver : verdict.unneeded_waivers) {
        note(fmt::format("the waiver of {} was not needed",
                         item(telling.script.waivers, waiver, "an oracle")));
    }
    for (const std::uint32_t pin : verdict.unasked_pins) {
        note(fmt::format("the pinned choice \"{}\" was never asked",
                         item(telling.script.pins, pin, "?")));
    }
    for (std::size_t at = 0; at < verdict.sometimes.size(); ++at) {
        const auto& seen = verdict.sometimes[at].at;
        const std::string when =
            seen ? "seen at " + story_time(*seen, telling.cluster.serving) : "not seen in this run";
        note(fmt::format("sometimes {}: {}",
                         item(telling.script.sometimes, static_cast<std::uint32_t>(at), "?"),
                         when));
    }
    if (verdict.impossible.key != 0) {
        note(fmt::format("a pinned answer is not possible where it was asked (asking {}): {}",
                         verdict.impossible.nth, telling.impossible));
    }
    return text;
}

std::string joined_oracles(const sim::checks::Verdict& verdict, bool expected) {
    std::string text;
    for (const auto& violation : verdict.violations) {
        if (violation.expected != expected || (!expected && violation.waived)) continue;
        if (text.find(violation.oracle) != std::string::npos) continue;
        text += (text.empty() ? "" : ", ") + std::string(violation.oracle);
    }
    return text;
}

}  // namespace

std::string verdict_line(const Script& script, const sim::checks::Verdict& verdict) {
    switch (verdict.ending) {
        case Ending::impossible_choice:
            return "a pinned choice is not possible";
        case Ending::limit:
            return fmt::format("limit reached: {}",
                               verdict.limit ? limit_text(verdict.limit->limit) : "unknown");
        case Ending::not_deterministic:
            return "not deterministic";
        case Ending::violated:
            return "violated: " + joined_oracles(verdict, false);
        case Ending::not_as_expected:
            return fmt::format("{} expectation{} not met", verdict.unmet.size(),
                               verdict.unmet.size() == 1 ? "" : "s");
        case Ending::outcome_missing:
            return fmt::format("the file's outcome did not occur: {}", verdict.missing_outcome);
        case Ending::as_expected:
            break;
    }
    const std::string expected = joined_oracles(verdict, true);
    if (script.outcome.empty()) return "as expected";
    return expected.empty() ? "as expected so far" : "as expected: violates " + expected;
}

std::string tell_verdict(const Telling& telling, const Style& style) {
    std::string text = violations_text(telling, style);
    text += unmet_list(telling, style);
    text += side_notes(telling, style);
    text += objectives_text(telling, style);
    const bool good = telling.verdict.ending == Ending::as_expected;
    text += style.paint(good ? Tone::good : Tone::bad,
                        std::string(style.glyph(good ? "\u2713 " : "\u2717 ", "")) +
                            verdict_line(telling.script, telling.verdict));
    const engine::Duration simulated = telling.end - telling.cluster.serving;
    text +=
        "\n" + style.paint(Tone::quiet,
                           fmt::format("seed {}   fingerprint {:016x}   {} events   {}   exit {}",
                                       telling.seed, telling.fingerprint, telling.events,
                                       span_text(simulated), telling.verdict.exit_code()));
    return text + "\n";
}

}  // namespace reports
