#include "reports/objectives.hpp"

#include <fmt/format.h>

#include "reports/clock.hpp"

namespace reports {
namespace {

using sim::checks::Loss;
using sim::checks::Objectives;
using sim::checks::Outage;

constexpr int text_column = 12;

std::string line(std::string_view what, const std::string& text, const Style& style) {
    return fmt::format("{:<{}}{}\n", what, text_column, wrap(text, style.width, text_column));
}

/// "kill_database node101 at 0:10.000"
std::string fault_text(const Outage& outage, const Telling& telling) {
    const std::string at = story_time(outage.fault.at, telling.cluster.serving);
    const auto step = static_cast<std::size_t>(outage.fault.step);
    const auto& steps = telling.script.steps;
    if (outage.fault.step < 0 || step >= steps.size()) return "no action; no success since " + at;
    const auto& actions = steps[step].actions;
    const bool known = outage.fault.action < actions.size();
    return fmt::format("{} at {}", known ? actions[outage.fault.action] : "an action", at);
}

std::string parts_text(const Outage& outage) {
    std::string text;
    for (std::size_t phase = 0; phase < sim::checks::phases; ++phase) {
        if (outage.parts[phase].count() == 0) continue;
        if (!text.empty()) text += " + ";
        text +=
            fmt::format("{} {}", to_string(sim::checks::Phase{static_cast<std::uint8_t>(phase)}),
                        span_text(outage.parts[phase]));
    }
    return text;
}

/// Recovery time of reads or of writes.
std::string time_text(std::string_view what, const Outage* worst, const Telling& telling,
                      const Style& style) {
    if (worst == nullptr) return line(what, "0s: no client noticed an outage", style);
    const auto& loads = telling.script.loads;
    const std::string who = worst->load < loads.size() ? loads[worst->load] : "a load";
    const std::string why = fmt::format("{}, from {}", who, fault_text(*worst, telling));
    const auto span = worst->span();
    if (!span) return line(what, "none: nothing succeeds any more; " + why, style);
    std::string text = line(what, fmt::format("{}   {}", span_text(*span), why), style);
    if (const std::string parts = parts_text(*worst); !parts.empty()) {
        text += line("", "= " + parts, style);
    }
    return text;
}

/// "13 local, 2 replicated"
std::string promises_text(const Loss& loss) {
    constexpr std::array<std::string_view, 3> promises{"none", "local", "replicated"};
    std::string text;
    for (std::size_t promise = 0; promise < promises.size(); ++promise) {
        if (loss.count[promise] == 0) continue;
        if (!text.empty()) text += ", ";
        text += fmt::format("{} {}", loss.count[promise], promises[promise]);
    }
    return text;
}

std::string point_text(const Objectives& objectives, const Style& style) {
    const Loss& loss = objectives.loss;
    if (loss.all() == 0) return line("RPO", "0: no acknowledged commit is lost", style);
    std::string text = fmt::format("{} acknowledged commit{} lost, {} bytes of WAL", loss.all(),
                                   loss.all() == 1 ? "" : "s", loss.bytes);
    if (objectives.loss_span) {
        const bool before = objectives.loss_span->count() >= 0;
        const engine::Duration span = before ? *objectives.loss_span : -*objectives.loss_span;
        text += fmt::format(", the oldest from {} {} the fault", span_text(span),
                            before ? "before" : "after");
    }
    return line("RPO", text + "; promised: " + promises_text(loss), style);
}

}  // namespace

std::string objectives_text(const Telling& telling, const Style& style) {
    const Objectives& objectives = telling.verdict.objectives;
    if (!objectives.reads && !objectives.writes) {
        return style.paint(Tone::quiet, "RTO, RPO    not measured: the story has no load\n");
    }
    std::string text;
    if (objectives.writes)
        text += time_text("RTO writes", objectives.worst_write(), telling, style);
    if (objectives.reads) text += time_text("RTO reads", objectives.worst_read(), telling, style);
    if (objectives.writes) text += point_text(objectives, style);
    return text;
}

}  // namespace reports
