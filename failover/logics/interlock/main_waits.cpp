#include "failover/logics/interlock/main_waits.hpp"

#include "failover/logics/interlock/main.hpp"
#include "failover/logics/interlock/node_request_call.hpp"

namespace failover::interlock {
namespace {

std::int32_t packed(std::int16_t low, std::int16_t high) {
    const std::uint32_t bits = static_cast<std::uint16_t>(low) |
                               (static_cast<std::uint32_t>(static_cast<std::uint16_t>(high)) << 16);
    return static_cast<std::int32_t>(bits);
}

}  // namespace

MessageArguments command_arguments(const CommandLine& line) {
    return {packed(line.parameter, line.node), packed(line.new_master, line.old_master),
            packed(line.old_primary, line.lowest_valid), 0};
}

// ---- Sleep -------------------------------------------------------------------------------------

Next Sleep::run(MainStep& step) {
    const bool caught = handles_requests && requests_caught(step.memory, step.shared());
    if (caught) {
        armed_ = false;  // what handles the request may use the timer
        return step.call(CheckRequests{});
    }
    const Duration rest = until - step.context.now;
    if (rest.count() <= 0) {
        if (armed_) step.out().put(StopTimer{});
        return Next::done;
    }
    if (!armed_) step.out().put(SetTimer{rest, rest});
    armed_ = true;
    return Next::wait;
}

Next Sleep::take(MainStep&, const Input&) {
    armed_ = false;
    return Next::again;
}

bool Sleep::takes(const Input& input) const { return std::holds_alternative<TimedOut>(input.what); }

// ---- CommandRun --------------------------------------------------------------------------------

Next CommandRun::run(MainStep& step) {
    step.log(MainText::execute_command, command_arguments(line));
    request_ = step.out().run(line);
    running_ = true;
    return Next::wait;
}

Next CommandRun::take(MainStep&, const Input&) { return Next::done; }

bool CommandRun::takes(const Input& input) const {
    const auto* ended = std::get_if<CommandEnded>(&input.what);
    return ended != nullptr && running_ && ended->request == request_;
}

// ---- PcpRestart --------------------------------------------------------------------------------

Next PcpRestart::run(MainStep& step) {
    pcp_ = step.shared().pcp;
    step.out().put(Raise{pcp_, Signal::usr1});
    return Next::wait;
}

Next PcpRestart::take(MainStep& step, const Input& input) {
    const auto& ended = std::get<ChildEnded>(input.what);
    forget_child(step.memory, ended.pid);
    const int signal = ended.raw_status & 0x7f;
    if (signal != 0) {
        step.log(MainText::pcp_signaled, {ended.pid.value, ended.raw_status, signal});
    } else {
        step.log(MainText::pcp_exited, {ended.pid.value, ended.raw_status});
    }
    step.shared().pcp = step.fork(Process::pcp, 0);
    step.log(MainText::pcp_forked, {step.shared().pcp.value});
    return Next::done;
}

bool PcpRestart::takes(const Input& input) const {
    const auto* ended = std::get_if<ChildEnded>(&input.what);
    return ended != nullptr && ended->pid == pcp_;
}

// ---- ChildWait ---------------------------------------------------------------------------------

Next ChildWait::take(MainStep& step, const Input& input) {
    reap(step, std::get<ChildEnded>(input.what));
    return Next::done;
}

bool ChildWait::takes(const Input& input) const {
    const auto* ended = std::get_if<ChildEnded>(&input.what);
    return ended != nullptr && ended->pid == child;
}

// ---- LockOperation -----------------------------------------------------------------------------

Next LockOperation::run(MainStep& step) {
    if (!step.config().use_watchdog) {
        step.memory.returned.command = command == LockCommand::start
                                           ? CommandResult::i_am_lock_holder
                                           : CommandResult::success;
        return Next::done;
    }
    Message message;
    message.kind = static_cast<std::uint16_t>(Ipc::lock_command);
    message.words[0] = static_cast<std::int32_t>(command);
    message.words[1] = static_cast<std::int32_t>(lock);
    message.words[2] = failover_id;
    ++asked_;
    call_.begin(step.context, std::move(message));
    return Next::wait;
}

Next LockOperation::take(MainStep& step, const Input& input) {
    if (!call_.step(step.context, input)) return Next::wait;
    step.memory.returned.command = failover_answer(step.context, call_);
    if (step.memory.returned.command != CommandResult::transition || asked_ >= tries) {
        return Next::done;
    }
    return step.call(Sleep{step.context.now + retry_delay, false});
}

// ---- LockWait ----------------------------------------------------------------------------------

Next LockWait::run(MainStep& step) {
    if (stage_ == Stage::judge) {
        const CommandResult answer = step.memory.returned.command;
        if (answer == CommandResult::unlocked || answer == CommandResult::no_lockholder) {
            return Next::done;
        }
        stage_ = Stage::ask;
        return step.call(Sleep{step.context.now + pause, false});
    }
    if (asked_ >= polls) {
        step.log(MainText::unlock_timeout);
        return Next::done;
    }
    ++asked_;
    stage_ = Stage::judge;
    return step.call(LockOperation{LockCommand::check, lock, failover_id});
}

}  // namespace failover::interlock
