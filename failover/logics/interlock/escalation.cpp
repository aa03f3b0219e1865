#include "failover/logics/interlock/escalation.hpp"

#include "failover/logics/interlock/watchdog_texts.hpp"

namespace failover::interlock {
namespace {

constexpr std::string_view up_command = "wd_escalation_command";
constexpr std::string_view down_command = "wd_de_escalation_command";

/// What this way of escalating says.
struct Lines {
    WatchdogText started;
    WatchdogText successful;
    WatchdogText failed;
    WatchdogText abnormal;
    WatchdogText no_address;
};
constexpr Lines up_lines{WatchdogText::escalation_started, WatchdogText::escalation_successful,
                         WatchdogText::escalation_failed, WatchdogText::escalation_abnormal,
                         WatchdogText::escalation_no_address};
constexpr Lines down_lines{WatchdogText::de_escalation_started,
                           WatchdogText::de_escalation_successful,
                           WatchdogText::de_escalation_failed, WatchdogText::de_escalation_abnormal,
                           WatchdogText::de_escalation_no_address};

const Lines& lines_of(Escalation way) { return way == Escalation::up ? up_lines : down_lines; }

}  // namespace

void EscalationHelper::start(Context& context, const Started& started) {
    way_ = static_cast<Escalation>(started.argument);
    const bool up = way_ == Escalation::up;
    context.out.log(id(lines_of(way_).started));
    const std::string& command =
        up ? context.config.wd_escalation_command : context.config.wd_de_escalation_command;
    if (command.empty()) return command_ended(context, 0);
    CommandLine line;
    line.parameter = parameter_index(up ? up_command : down_command);
    request_ = context.out.run(line);
    runs_command_ = true;
}

void EscalationHelper::step(Context& context, std::span<const Input> inputs) {
    for (const Input& input : inputs) {
        context.out.adopt(input.cause);
        const auto* ended = std::get_if<CommandEnded>(&input.what);
        if (ended == nullptr) continue;
        if (runs_command_) {
            command_ended(context, ended->exit_status);
        } else if (address_.takes(input) && address_.step(context, *ended)) {
            address_done(context);
        }
    }
}

bool EscalationHelper::takes(const Input& input) const {
    if (!runs_command_) return address_.takes(input);
    const auto* ended = std::get_if<CommandEnded>(&input.what);
    return ended != nullptr && ended->request == request_;
}

/// The line of success comes before the address is seen to (§9.10).
void EscalationHelper::command_ended(Context& context, std::int32_t raw_status) {
    runs_command_ = false;
    const Lines& lines = lines_of(way_);
    if (raw_status == 0) {
        context.out.log(id(lines.successful));
    } else if ((raw_status & 0x7f) != 0) {
        context.out.log(id(lines.abnormal));
    } else {
        context.out.log(id(lines.failed), {raw_status >> 8});
    }
    see_to_address(context);
}

void EscalationHelper::see_to_address(Context& context) {
    if (context.config.delegate_ip.empty()) {
        context.out.put(Exit{0});
    } else if (way_ == Escalation::up) {
        address_.acquire(context);
    } else {
        address_.release(context);
    }
}

void EscalationHelper::address_done(Context& context) const {
    if (!address_.succeeded()) context.out.log(id(lines_of(way_).no_address));
    context.out.put(Exit{0});
}

}  // namespace failover::interlock
