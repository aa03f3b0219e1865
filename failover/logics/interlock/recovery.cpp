#include "failover/logics/interlock/recovery.hpp"

#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {
namespace {

/// Attempts to connect to the database `postgres`; those that follow take `template1` (§12.2).
constexpr std::int32_t first_tries = 4;

enum class DatabaseWord : std::int32_t { postgres, template1 };

std::int32_t most_tries(const Config& config) {
    return first_tries + static_cast<std::int32_t>(config.recovery_timeout / Recovery::pause) + 1;
}

std::int32_t database_of(std::int32_t tries) {
    return static_cast<std::int32_t>(tries < first_tries ? DatabaseWord::postgres
                                                         : DatabaseWord::template1);
}

std::int32_t user() { return parameter_index("recovery_user"); }
std::int32_t script() { return parameter_index("recovery_1st_stage_command"); }

bool done(const DatabaseCall& call) {
    return call.result() == DatabaseResult::answered &&
           call.answer().kind == static_cast<std::uint16_t>(database::Answer::done);
}

Message about(BackendId node) {
    Message message;
    message.words[0] = node.value;
    return message;
}

}  // namespace

Recovery::State Recovery::begin(Context& context, BackendId node, const StatusCopy& copy) {
    *this = Recovery{};
    node_ = node;
    source_ = context.shared.primary_or_master();
    if (check(context, copy) == State::failed) return State::failed;
    const Limits limits{context.config.connect_timeout, Duration{}, true};
    call_.connect(context, source_, database::Login::session, limits);
    return State::going_on;
}

/// In the order of §12.1.
Recovery::State Recovery::check(Context& context, const StatusCopy& copy) {
    const Config& config = context.config;
    const MessageArguments node{node_.value};
    if (!config.known(node_)) return fail(id(ProcessText::recovery_invalid_node), node);
    if (!config.streaming) return fail(id(ProcessText::recovery_wrong_mode));
    if (node_ == source_) return fail(id(ProcessText::recovery_of_primary));
    if (context.shared.pcp_recovering) return fail(id(ProcessText::recovery_already));
    context.shared.pcp_recovering = true;
    context.out.log(id(ProcessText::recovery_begins), node);
    const Status status = copy.status[static_cast<std::size_t>(node_.value)];
    if (status == Status::unused) return fail(id(ProcessText::recovery_unused), node);
    if (status != Status::down) return fail(id(ProcessText::recovery_alive), node);
    return State::going_on;
}

Recovery::State Recovery::fail(MessageId text, MessageArguments arguments) {
    error_ = {text, arguments};
    return State::failed;
}

bool Recovery::takes(const Input& input) const {
    if (stage_ == Stage::pausing) return std::holds_alternative<TimedOut>(input.what);
    return call_.takes(input);
}

Recovery::State Recovery::step(Context& context, const Input& input) {
    if (stage_ == Stage::pausing) return try_again(context);
    if (!call_.step(context, input)) return State::going_on;
    switch (stage_) {
        case Stage::connecting:
            return connected(context);
        case Stage::copying:
            return copied(context);
        case Stage::starting:
            call_.close(context);
            return try_again(context);
        case Stage::trying:
        case Stage::pausing:
            break;
    }
    return tried(context);
}

Recovery::State Recovery::connected(Context& context) {
    if (!call_.usable()) {
        log_connect_failure(context, call_);
        return fail(id(ProcessText::recovery_no_master), {source_.value});
    }
    if (context.config.recovery_1st_stage_command.empty()) return start_there(context);
    context.out.log(id(ProcessText::recovery_command), {source_.value, node_.value, script()});
    context.out.log(id(ProcessText::recovery_no_timeout));
    stage_ = Stage::copying;
    call_.ask(context, database::Ask::recover, about(node_));
    return State::going_on;
}

Recovery::State Recovery::copied(Context& context) {
    if (!done(call_)) {
        call_.close(context);
        return fail(id(ProcessText::recovery_script_failed), {script()});
    }
    context.out.log(id(ProcessText::recovery_first_done));
    return start_there(context);
}

Recovery::State Recovery::start_there(Context& context) {
    stage_ = Stage::starting;
    call_.ask(context, database::Ask::remote_start, about(node_));
    return State::going_on;
}

Recovery::State Recovery::try_again(Context& context) {
    context.out.log(id(ProcessText::recovery_trying),
                    {node_.value, database_of(tries_), user(), tries_});
    stage_ = Stage::trying;
    const Limits limits{context.config.connect_timeout, Duration{}, true};
    call_.connect(context, node_, database::Login::session, limits);
    return State::going_on;
}

Recovery::State Recovery::tried(Context& context) {
    if (call_.usable()) {
        call_.close(context);
        context.out.log(id(ProcessText::recovery_restarted), {node_.value});
        return State::restarted;
    }
    log_connect_failure(context, call_);
    context.out.log(id(ProcessText::recovery_not_connected),
                    {node_.value, database_of(tries_), user()});
    if (++tries_ >= most_tries(context.config)) {
        const auto seconds = context.config.recovery_timeout / std::chrono::seconds{1};
        return fail(id(ProcessText::recovery_no_postmaster),
                    {node_.value, database_of(tries_), user(), static_cast<std::int32_t>(seconds)});
    }
    stage_ = Stage::pausing;
    context.out.put(SetTimer{pause, pause});
    return State::going_on;
}

}  // namespace failover::interlock
