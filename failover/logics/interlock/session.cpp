// Opening a session and serving its statements; what happens when a backend fails it is in
// session_failures.cpp.
#include "failover/logics/interlock/session.hpp"

#include "failover/logics/interlock/load_balance.hpp"
#include "failover/logics/interlock/pool_nodes.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/status_changes.hpp"
#include "failover/logics/interlock/status_file.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

Message heard(client::Hear kind) {
    Message message;
    message.kind = static_cast<std::uint16_t>(kind);
    return message;
}

}  // namespace

// ---- opening -----------------------------------------------------------------------------------

SessionState Session::begin(Context& context, const StatusCopy& copy, ConnectionId client,
                            std::size_t slot) {
    client_ = client;
    slot_ = slot;
    stage_ = Stage::startup;
    if (copy.any_valid(context.config)) return SessionState::going_on;
    return die(context, id(ProcessText::child_no_valid_node), {});
}

SessionState Session::start(Context& context, StatusCopy& copy) {
    ChildSlot& mine = context.shared.children[slot_];
    if (mine.need_to_restart) {
        const Cause client = context.out.cause();
        context.out.adopt(mine.restart_cause);
        context.out.log(id(ProcessText::child_selecting_backend));
        context.out.adopt(client);
        mine.need_to_restart = false;
        copy.take(context.shared);
    }
    if (context.shared.switching) return met_switching(context, Resume::start);
    stage_ = Stage::connecting;
    cursor_ = BackendId{0};
    backends_.resize(context.config.backends.size());
    return connect_next(context, copy);
}

SessionState Session::connect_next(Context& context, StatusCopy& copy) {
    for (; cursor_.value < context.config.backend_count(); ++cursor_.value) {
        if (!copy.valid(context.config, cursor_)) continue;
        if (!context.shared.valid(cursor_)) {
            // A failover came in between; the shared status is tested here and set after the
            // connect: hazard S1.
            copy.of(cursor_) = context.shared.status_of(cursor_);
            continue;
        }
        call(cursor_).connect(
            context, cursor_, database::Login::session,
            Limits{.connecting = context.config.connect_timeout, .whole = {}, .retries = true});
        return SessionState::going_on;
    }
    return open(context, copy);
}

SessionState Session::attempted(Context& context, StatusCopy& copy) {
    DatabaseCall& attempt = call(cursor_);
    if (context.config.fixes.r9 && !context.shared.valid(cursor_)) {
        attempt.close(context);
        copy.of(cursor_) = context.shared.status_of(cursor_);
        ++cursor_.value;
        return connect_next(context, copy);
    }
    if (attempt.reached() && context.shared.status_of(cursor_) != Status::up) {
        change_status(context, cursor_, Status::up, ChangedBy::session);
        changed_ = true;
    }
    switch (attempt.result()) {
        case DatabaseResult::connected:
            ++cursor_.value;
            return connect_next(context, copy);
        case DatabaseResult::refused:
        case DatabaseResult::timed_out:
            return connect_failed(context, copy);
        case DatabaseResult::rejected:
            save_if_changed(context);
            return die(context, id(ProcessText::child_backend_rejected),
                       {static_cast<std::int32_t>(attempt.fatal())});
        case DatabaseResult::lost:
        case DatabaseResult::shut_down:
            save_if_changed(context);
            return backend_gone(context, copy, attempt);
        case DatabaseResult::answered:
            break;
    }
    LOGIC_ASSERT(false);
    return SessionState::exiting;
}

SessionState Session::open(Context& context, const StatusCopy& copy) {
    save_if_changed(context);
    bool any = false;
    for (const DatabaseCall& it : backends_) any = any || it.usable();
    if (!any) return die(context, id(ProcessText::child_no_valid_node), {});
    const BackendId primary = primary_of(context.config, context.shared);
    if (primary.value < 0 || !call(primary).usable()) {
        return crash(context, copy, primary);
    }
    load_balance_node_ = choose_load_balance_node(context, copy, client_);
    ChildSlot& mine = context.shared.children[slot_];
    context.shared.occupy(mine);
    mine.load_balancing_node = load_balance_node_;
    stage_ = Stage::serving;
    context.out.put(Send{client_, heard(client::Hear::ready)});
    return SessionState::going_on;
}

void Session::save_if_changed(Context& context) {
    if (changed_) save_status(context);
    changed_ = false;
}

// ---- serving -----------------------------------------------------------------------------------

bool Session::takes(const Input& input) const {
    const auto* received = std::get_if<Received>(&input.what);
    const auto* ended = std::get_if<Ended>(&input.what);
    const bool of_client = (received != nullptr && received->connection == client_) ||
                           (ended != nullptr && ended->connection == client_);
    switch (stage_) {
        case Stage::startup:
            return of_client;
        case Stage::connecting:
            return call(cursor_).takes(input);
        case Stage::asking:
            return call(asked_).takes(input);
        case Stage::reporting:
            return report_.takes(input);
        case Stage::lingering:
        case Stage::patient:
            return std::holds_alternative<TimedOut>(input.what);
        case Stage::serving:
            break;
    }
    if (of_client) return true;
    for (const DatabaseCall& it : backends_) {
        if (it.takes(input)) return true;
    }
    return false;
}

SessionState Session::step(Context& context, StatusCopy& copy, const Input& input) {
    switch (stage_) {
        case Stage::startup:
            if (std::holds_alternative<Ended>(input.what)) return leave(context);
            return start(context, copy);
        case Stage::connecting:
            if (!call(cursor_).step(context, input)) return SessionState::going_on;
            return attempted(context, copy);
        case Stage::serving:
            return serve(context, copy, input);
        case Stage::asking: {
            DatabaseCall& asked = call(asked_);
            if (!asked.step(context, input)) return SessionState::going_on;
            if (asked.result() != DatabaseResult::answered) {
                stage_ = Stage::serving;
                return backend_gone(context, copy, asked);
            }
            return answered(context);
        }
        case Stage::reporting:
            return report_.step(context, input) ? reported(context) : SessionState::going_on;
        case Stage::patient:
            return go_on_waiting(context, copy);
        case Stage::lingering:
            break;
    }
    // What follows the server's notice on the connection is its end.
    return fail(context, id(ProcessText::child_read_end), {asked_.value});
}

SessionState Session::serve(Context& context, StatusCopy& copy, const Input& input) {
    const auto* received = std::get_if<Received>(&input.what);
    if (received != nullptr && received->connection == client_) {
        return statement(context, copy, received->message);
    }
    const auto* ended = std::get_if<Ended>(&input.what);
    if (ended != nullptr && ended->connection == client_) return leave(context);
    for (DatabaseCall& it : backends_) {
        if (!it.takes(input)) continue;
        return it.step(context, input) ? backend_gone(context, copy, it) : SessionState::going_on;
    }
    return SessionState::going_on;
}

/// A failover is running: whoever touches a session now ends it, on reading an answer too (§5.4).
SessionState Session::met_switching(Context& context, Resume where) {
    if (!context.config.fixes.r42) return SessionState::exiting;
    stage_ = Stage::patient;
    resume_ = where;
    patient_until_ = context.now + patience;
    context.out.put(SetTimer{patient_poll, patient_poll});
    return SessionState::going_on;
}

SessionState Session::go_on_waiting(Context& context, StatusCopy& copy) {
    if (context.shared.switching) {
        if (context.now >= patient_until_) return SessionState::exiting;
        context.out.put(SetTimer{patient_poll, patient_poll});
        return SessionState::going_on;
    }
    switch (resume_) {
        case Resume::start:
            return start(context, copy);
        case Resume::statement:
            stage_ = Stage::serving;
            return statement(context, copy, statement_message_);
        case Resume::answer:
            return answered(context);
    }
    return SessionState::exiting;
}

SessionState Session::statement(Context& context, const StatusCopy& copy, const Message& message) {
    statement_ = static_cast<client::Say>(message.kind);
    if (statement_ == client::Say::goodbye) return leave(context);
    if (context.shared.switching) {
        statement_message_ = message;
        return met_switching(context, Resume::statement);
    }
    reselect(context, copy);
    const BackendId primary = primary_of(context.config, context.shared);
    switch (statement_) {
        case client::Say::show_pool_nodes:
            context.out.put(
                Send{client_, pool_nodes(context.config, context.shared, load_balance_node_)});
            return SessionState::going_on;
        case client::Say::read: {
            const BackendId target =
                read_target(context.config, context.shared, load_balance_node_);
            return ask(context, target, message);
        }
        case client::Say::read_catalog:
        case client::Say::write:
            return ask(context, primary, message);
        case client::Say::startup:
        case client::Say::goodbye:
            break;
    }
    return SessionState::going_on;
}

SessionState Session::ask(Context& context, BackendId target, const Message& message) {
    if (target.value < 0 || !call(target).usable()) {
        // The primary moved to a node that this session never connected to.
        return die(context, id(ProcessText::child_not_valid_backend), {target.value});
    }
    database::Ask what = database::Ask::write;
    if (statement_ != client::Say::write) {
        ++context.shared.select_count[static_cast<std::size_t>(target.value)];
        what =
            statement_ == client::Say::read ? database::Ask::read : database::Ask::replication_view;
    }
    asked_ = target;
    stage_ = Stage::asking;
    call(target).ask(context, what, message);
    return SessionState::going_on;
}

SessionState Session::answered(Context& context) {
    stage_ = Stage::serving;
    if (context.shared.switching) return met_switching(context, Resume::answer);
    const Message& answer = call(asked_).answer();
    if (answer.kind == static_cast<std::uint16_t>(database::Answer::error)) {
        Message error = heard(client::Hear::error);
        error.words[0] = id(ProcessText::child_database_error);
        error.words[1] = answer.words[0];
        context.out.put(Send{client_, std::move(error)});
        return SessionState::going_on;
    }
    const client::Hear kind = statement_ == client::Say::write          ? client::Hear::done
                              : statement_ == client::Say::read_catalog ? client::Hear::catalog
                                                                        : client::Hear::rows;
    Message reply = answer;
    reply.kind = static_cast<std::uint16_t>(kind);
    context.out.put(Send{client_, std::move(reply)});
    return SessionState::going_on;
}

void Session::reselect(Context& context, const StatusCopy& copy) {
    ChildSlot& mine = context.shared.children[slot_];
    const BackendId noted = mine.load_balancing_node;
    if (!context.config.load_balance_mode || noted.value < 0) return;
    if (context.shared.status_of(noted) != Status::down) return;
    // Only the connection table gets the new node; the session routes by the old one (S8).
    if (!context.config.fixes.s8) {
        mine.load_balancing_node = choose_load_balance_node(context, copy, client_);
        return;
    }
    StatusCopy others = copy;
    others.of(noted) = Status::down;
    mine.load_balancing_node = choose_load_balance_node(context, others, client_);
    load_balance_node_ = mine.load_balancing_node;
}

std::optional<ConnectionId> Session::relays(ConnectionId client, const Config& config,
                                            const Shared& shared) const {
    if (client != client_ || stage_ != Stage::serving || shared.switching) return std::nullopt;
    const BackendId primary = primary_of(config, shared);
    if (primary.value < 0) return std::nullopt;
    const DatabaseCall& it = call(primary);
    return it.usable() && !it.busy() ? std::optional{it.connection()} : std::nullopt;
}

SessionState Session::leave(Context& context) {
    for (DatabaseCall& it : backends_) it.close(context);
    context.out.put(Close{client_});
    context.shared.vacate(context.shared.children[slot_]);
    return SessionState::over;
}

}  // namespace failover::interlock
