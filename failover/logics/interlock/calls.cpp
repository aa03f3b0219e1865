#include "failover/logics/interlock/calls.hpp"

#include <algorithm>

#include "failover/logics/interlock/connection_of.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

std::int32_t word(ErrorWord error) { return static_cast<std::int32_t>(error); }

/// A UNIX socket nobody listens on: the file is left behind by a killed watchdog and gone after an
/// orderly end (§16.3).
ErrorWord socket_error(Refusal why) {
    switch (why) {
        case Refusal::refused:
            return ErrorWord::connection_refused;
        case Refusal::unreachable:
            return ErrorWord::no_such_file;
        case Refusal::timed_out:
            return ErrorWord::connection_timed_out;
    }
    return ErrorWord::connection_refused;
}

ErrorWord network_error(Refusal why) {
    switch (why) {
        case Refusal::refused:
            return ErrorWord::connection_refused;
        case Refusal::unreachable:
            return ErrorWord::no_route;
        case Refusal::timed_out:
            return ErrorWord::connection_timed_out;
    }
    return ErrorWord::connection_refused;
}

ErrorWord read_error(Ending how) {
    switch (how) {
        case Ending::closed:
            return ErrorWord::success;
        case Ending::reset:
            return ErrorWord::connection_reset;
        case Ending::timed_out:
            return ErrorWord::connection_timed_out;
    }
    return ErrorWord::success;
}

bool is_timer(const Input& input) { return std::holds_alternative<TimedOut>(input.what); }

}  // namespace

ConnectionId connection_of(const Input& input) {
    return std::visit(Overloaded{[](const Connected& it) { return it.connection; },
                                 [](const ConnectFailed& it) { return it.connection; },
                                 [](const Accepted& it) { return it.connection; },
                                 [](const Received& it) { return it.connection; },
                                 [](const Ended& it) { return it.connection; },
                                 [](const Started&) { return no_connection; },
                                 [](const Caught&) { return no_connection; },
                                 [](const TimedOut&) { return no_connection; },
                                 [](const MissedClient&) { return no_connection; },
                                 [](const Datagram&) { return no_connection; },
                                 [](const CommandEnded&) { return no_connection; },
                                 [](const ChildEnded&) { return no_connection; },
                                 [](const NetworkChanged&) { return no_connection; },
                                 [](const SaveFailed&) { return no_connection; }},
                      input.what);
}

// ---- IpcCall -----------------------------------------------------------------------------------

void IpcCall::begin(Context& context, Message request) {
    LOGIC_ASSERT(!open());
    request_ = std::move(request);
    reply_ = Message{};
    result_ = IpcResult::bad;
    reached_ = false;
    connected_ = false;
    connection_ = context.out.connect(Plane::ipc, 0);
}

bool IpcCall::takes(const Input& input) const {
    if (!open()) return false;
    return is_timer(input) ? connected_ : connection_of(input) == connection_;
}

bool IpcCall::step(Context& context, const Input& input) {
    LOGIC_ASSERT(open());
    if (std::holds_alternative<Connected>(input.what)) {
        connected_ = true;
        context.out.put(Send{connection_, request_});
        context.out.put(SetTimer{ipc_timeout, ipc_timeout});
        return false;
    }
    if (const auto* failed = std::get_if<ConnectFailed>(&input.what)) {
        context.out.log(id(ProcessText::ipc_connect_failed),
                        {context.config.self.value, word(socket_error(failed->why))});
        connection_ = no_connection;
        return true;
    }
    if (const auto* ended = std::get_if<Ended>(&input.what)) {
        context.out.log(id(ProcessText::ipc_read_failed),
                        {request_.kind, word(read_error(ended->how))});
        finish(context, true);
        return true;
    }
    if (const auto* received = std::get_if<Received>(&input.what)) {
        reply_ = received->message;
        reached_ = true;
        result_ = static_cast<IpcResult>(reply_.words[0]);
        finish(context, true);
        return true;
    }
    LOGIC_ASSERT(is_timer(input));
    reached_ = true;
    result_ = IpcResult::timeout;
    finish(context, false);
    return true;
}

void IpcCall::finish(Context& context, bool timer_runs) {
    if (timer_runs) context.out.put(StopTimer{});
    context.out.put(Close{connection_});
    connection_ = no_connection;
    connected_ = false;
}

// ---- DatabaseCall ------------------------------------------------------------------------------

void DatabaseCall::connect(Context& context, BackendId backend, database::Login login,
                           Limits limits) {
    LOGIC_ASSERT(!busy_ && connection_ == no_connection);
    backend_ = backend;
    login_ = login;
    limits_ = limits;
    begun_ = context.now;
    busy_ = true;
    usable_ = false;
    reached_ = false;
    connection_ = context.out.connect(Plane::database, backend.value);
    const Duration none{};
    Duration first = limits.connecting > none ? limits.connecting : limits.whole;
    if (limits.whole > none) first = std::min(first, limits.whole);
    limited_ = first > none;
    if (limited_) context.out.put(SetTimer{first, first});
}

void DatabaseCall::wait_anew(Context& context) {
    LOGIC_ASSERT(busy_ && !reached_);
    if (limited_) context.out.put(SetTimer{limits_.connecting, limits_.connecting});
}

void DatabaseCall::ask(Context& context, database::Ask what, Message message) {
    LOGIC_ASSERT(usable_ && !busy_);
    message.kind = static_cast<std::uint16_t>(what);
    busy_ = true;
    context.out.put(Send{connection_, std::move(message)});
}

void DatabaseCall::close(Context& context) {
    if (connection_ == no_connection) return;
    stop_timer(context);
    if (usable_) {
        Message goodbye;
        goodbye.kind = static_cast<std::uint16_t>(database::Ask::terminate);
        context.out.put(Send{connection_, std::move(goodbye)});
    }
    context.out.put(Close{connection_});
    connection_ = no_connection;
    usable_ = false;
    busy_ = false;
}

bool DatabaseCall::takes(const Input& input) const {
    if (connection_ == no_connection) return false;
    return is_timer(input) ? limited_ : connection_of(input) == connection_;
}

bool DatabaseCall::step(Context& context, const Input& input) {
    LOGIC_ASSERT(takes(input));
    if (is_timer(input)) {
        limited_ = false;
        if (limits_.retries && !reached_) {
            context.out.log(id(ProcessText::connect_retrying), {backend_.value});
            context.out.put(SetTimer{limits_.connecting, limits_.connecting});
            limited_ = true;
            return false;
        }
        refusal_ = Refusal::refused;
        return finish(context, DatabaseResult::timed_out);
    }
    if (const auto* failed = std::get_if<ConnectFailed>(&input.what)) {
        refusal_ = failed->why;
        stop_timer(context);
        connection_ = no_connection;
        busy_ = false;
        result_ =
            failed->why == Refusal::timed_out ? DatabaseResult::timed_out : DatabaseResult::refused;
        return true;
    }
    if (const auto* ended = std::get_if<Ended>(&input.what)) {
        ending_ = ended->how;
        return finish(context, DatabaseResult::lost);
    }
    if (const auto* received_now = std::get_if<Received>(&input.what)) {
        return received(context, received_now->message);
    }
    LOGIC_ASSERT(std::holds_alternative<Connected>(input.what));
    reached_ = true;
    Message startup;
    startup.kind = static_cast<std::uint16_t>(database::Ask::startup);
    startup.words[0] = static_cast<std::int32_t>(login_);
    context.out.put(Send{connection_, std::move(startup)});
    stop_timer(context);
    if (limits_.whole > Duration{}) {
        const Duration rest = std::max(Duration{}, limits_.whole - (context.now - begun_));
        context.out.put(SetTimer{rest, rest});
        limited_ = true;
    }
    return false;
}

bool DatabaseCall::received(Context& context, const Message& message) {
    const auto kind = static_cast<database::Answer>(message.kind);
    if (kind == database::Answer::shutdown) return finish(context, DatabaseResult::shut_down);
    if (!busy_) return false;  // nothing was asked: noise that no owner waits for
    if (usable_) {
        answer_ = message;
        result_ = DatabaseResult::answered;
        busy_ = false;
        return true;
    }
    if (kind == database::Answer::refused) {
        fatal_ = static_cast<database::Fatal>(message.words[0]);
        return finish(context, DatabaseResult::rejected);
    }
    LOGIC_ASSERT(kind == database::Answer::ready);
    stop_timer(context);
    result_ = DatabaseResult::connected;
    usable_ = true;
    busy_ = false;
    return true;
}

bool DatabaseCall::finish(Context& context, DatabaseResult result) {
    stop_timer(context);
    context.out.put(Close{connection_});
    connection_ = no_connection;
    usable_ = false;
    busy_ = false;
    result_ = result;
    return true;
}

void DatabaseCall::stop_timer(Context& context) {
    if (limited_) context.out.put(StopTimer{});
    limited_ = false;
}

// ---- what is printed ---------------------------------------------------------------------------

void log_connect_failure(Context& context, const DatabaseCall& call) {
    const std::int32_t backend = call.backend().value;
    const std::int32_t error = word(network_error(call.refusal()));
    switch (call.result()) {
        case DatabaseResult::refused:
            context.out.log(id(ProcessText::connect_getsockopt), {backend, error});
            return;
        case DatabaseResult::timed_out:
            if (call.refusal() == Refusal::timed_out) {
                context.out.log(id(ProcessText::connect_getsockopt), {backend, error});
            } else {
                context.out.log(id(ProcessText::connect_timed_out), {backend});
            }
            return;
        case DatabaseResult::connected:
        case DatabaseResult::rejected:
        case DatabaseResult::lost:
        case DatabaseResult::answered:
        case DatabaseResult::shut_down:
            return;
    }
}

void log_persistent_failure(Context& context, const DatabaseCall& call) {
    log_connect_failure(context, call);
    context.out.log(id(ProcessText::connect_persistent_failed), {call.backend().value});
}

}  // namespace failover::interlock
