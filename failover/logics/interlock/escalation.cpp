#include "failover/logics/interlock/escalation.hpp"

#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock {
namespace {

constexpr std::string_view up_command = "wd_escalation_command";
constexpr std::string_view down_command = "wd_de_escalation_command";

/// One `ping` run tells that the address answers; releasing is done in some 20 ms (§9.10).
struct Span {
    Duration least;
    Duration most;
};
constexpr Span acquiring{std::chrono::milliseconds{2040}, std::chrono::milliseconds{2080}};
constexpr Span releasing{std::chrono::milliseconds{10}, std::chrono::milliseconds{30}};

}  // namespace

void EscalationHelper::start(Context& context, const Started& started) {
    way_ = static_cast<Escalation>(started.argument);
    const bool up = way_ == Escalation::up;
    context.out.log(
        id(up ? WatchdogText::escalation_started : WatchdogText::de_escalation_started));
    const std::string& command =
        up ? context.config.wd_escalation_command : context.config.wd_de_escalation_command;
    if (command.empty()) return command_done(context);
    CommandLine line;
    line.parameter = parameter_index(up ? up_command : down_command);
    request_ = context.out.run(line);
    wait_ = Wait::command;
}

void EscalationHelper::step(Context& context, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        context.out.adopt(input.cause);
        if (const auto* ended = std::get_if<CommandEnded>(&input.what)) {
            if (ended->exit_status != 0) {
                context.out.log(id(way_ == Escalation::up ? WatchdogText::escalation_failed
                                                          : WatchdogText::de_escalation_failed),
                                {ended->exit_status});
            }
            command_done(context);
        } else if (std::holds_alternative<TimedOut>(input.what)) {
            address_done(context);
        }
    }
}

bool EscalationHelper::takes(const Input& input) const {
    if (const auto* ended = std::get_if<CommandEnded>(&input.what)) {
        return wait_ == Wait::command && ended->request == request_;
    }
    return wait_ == Wait::address && std::holds_alternative<TimedOut>(input.what);
}

/// The line of success comes before the address is seen to (§9.10).
void EscalationHelper::command_done(Context& context) {
    const bool up = way_ == Escalation::up;
    context.out.log(
        id(up ? WatchdogText::escalation_successful : WatchdogText::de_escalation_successful));
    wait_ = Wait::nothing;
    if (context.config.delegate_ip.empty()) {
        context.out.put(Exit{0});
        return;
    }
    wait_ = Wait::address;
    const Span span = up ? acquiring : releasing;
    context.out.put(SetTimer{span.least, span.most});
}

void EscalationHelper::address_done(Context& context) const {
    context.out.log(id(way_ == Escalation::up ? WatchdogText::address_acquired
                                              : WatchdogText::address_released),
                    {parameter_index("delegate_IP")});
    context.out.put(Exit{0});
}

}  // namespace failover::interlock
