#include "failover/logics/interlock/replication_check.hpp"

#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

/// As many bytes as the product believes a full X of "X/Y" to stand for.
constexpr std::uint64_t bytes_per_x = 0xffffffffU - 16U * 1024 * 1024;

constexpr std::int32_t printed(std::uint64_t bytes) {
    constexpr std::uint64_t most = INT32_MAX;
    return static_cast<std::int32_t>(bytes < most ? bytes : most);
}

}  // namespace

std::uint64_t position_number(Lsn position) {
    return (position.value >> 32U) * bytes_per_x + (position.value & 0xffffffffU);
}

bool ReplicationCheck::begin(Context& context, const StatusCopy& copy) {
    LOGIC_ASSERT(!open());
    copy_ = copy;
    error_ = {};
    broken_ = no_backend;
    returned_ = no_backend;
    calls_.assign(context.config.backends.size(), DatabaseCall{});
    positions_.assign(context.config.backends.size(), 0);
    cursor_ = BackendId{0};
    stage_ = Stage::connecting;
    return connect_next(context);
}

bool ReplicationCheck::takes(const Input& input) const {
    if (!open()) return false;
    return calls_[static_cast<std::size_t>(cursor_.value)].takes(input);
}

bool ReplicationCheck::step(Context& context, const Input& input) {
    LOGIC_ASSERT(open());
    DatabaseCall& call = calls_[static_cast<std::size_t>(cursor_.value)];
    if (!call.step(context, input)) return false;
    if (stage_ == Stage::asking) return answered(context);
    if (stage_ == Stage::viewing) return viewed(context);
    if (call.result() == DatabaseResult::rejected) {
        context.out.log(id(MainText::health_authentication),
                        {static_cast<std::int32_t>(call.fatal())});
    } else if (call.result() != DatabaseResult::connected) {
        log_persistent_failure(context, call);
    }
    ++cursor_.value;
    return connect_next(context);
}

void ReplicationCheck::interrupted(Context& context) {
    if (stage_ != Stage::connecting) return;
    DatabaseCall& call = calls_[static_cast<std::size_t>(cursor_.value)];
    if (call.reached()) return;
    context.out.log(id(ProcessText::connect_interrupted), {cursor_.value});
    call.wait_anew(context);
}

bool ReplicationCheck::connect_next(Context& context) {
    for (; cursor_.value < context.config.backend_count(); ++cursor_.value) {
        if (!copy_.valid(context.config, cursor_)) continue;
        calls_[static_cast<std::size_t>(cursor_.value)].connect(
            context, cursor_, database::Login::replication_check,
            Limits{.connecting = context.config.connect_timeout, .whole = {}, .retries = true});
        return false;
    }
    int valid = 0;
    for (std::int32_t i = 0; i < context.config.backend_count(); ++i) {
        if (copy_.valid(context.config, BackendId{i})) ++valid;
    }
    if ((valid <= 1 && !context.config.fixes.r51) || context.shared.primary_node.value < 0) {
        disconnect(context);
        return true;
    }
    stage_ = Stage::asking;
    cursor_ = BackendId{0};
    return ask_next(context);
}

bool ReplicationCheck::ask_next(Context& context) {
    const BackendId primary = primary_of(context.config, context.shared);
    for (; cursor_.value < context.config.backend_count(); ++cursor_.value) {
        if (!copy_.valid(context.config, cursor_)) continue;
        DatabaseCall& call = calls_[static_cast<std::size_t>(cursor_.value)];
        if (!call.usable()) return fail(context, ProcessText::worker_no_connection);
        call.ask(context,
                 cursor_ == primary ? database::Ask::current_wal : database::Ask::replayed_wal);
        return false;
    }
    write_lags(context);
    return ask_for_view(context);
}

bool ReplicationCheck::answered(Context& context) {
    DatabaseCall& call = calls_[static_cast<std::size_t>(cursor_.value)];
    const bool position =
        call.result() == DatabaseResult::answered &&
        call.answer().kind == static_cast<std::uint16_t>(database::Answer::position);
    if (position && call.answer().blob.empty()) return fail(context, ProcessText::worker_null);
    if (!position) {
        if (call.result() == DatabaseResult::lost && call.ending() != Ending::closed) {
            broken_ = cursor_;
        }
        return fail(context, ProcessText::worker_no_result);
    }
    positions_[static_cast<std::size_t>(cursor_.value)] =
        position_number(Lsn{static_cast<std::uint64_t>(call.answer().blob[0])});
    ++cursor_.value;
    return ask_next(context);
}

/// fix_r51: who streams from the primary, whatever this proxy holds of it.
bool ReplicationCheck::ask_for_view(Context& context) {
    const BackendId primary = primary_of(context.config, context.shared);
    DatabaseCall& call = calls_[static_cast<std::size_t>(primary.value)];
    if (!context.config.fixes.r51 || !call.usable()) {
        disconnect(context);
        return true;
    }
    stage_ = Stage::viewing;
    cursor_ = primary;
    call.ask(context, database::Ask::replication_view);
    return false;
}

bool ReplicationCheck::viewed(Context& context) {
    constexpr std::size_t standby_at = 1;
    constexpr std::size_t state_at = 4;
    constexpr std::int64_t streaming = 2;
    const DatabaseCall& call = calls_[static_cast<std::size_t>(cursor_.value)];
    const auto& blob = call.answer().blob;
    constexpr auto row = static_cast<std::size_t>(database::replication_row_words);
    for (std::size_t at = 0; at + row <= blob.size(); at += row) {
        const BackendId standby{static_cast<std::int32_t>(blob[at + standby_at])};
        const bool down =
            context.config.configured(standby) && context.shared.status_of(standby) == Status::down;
        if (down && blob[at + state_at] == streaming && returned_ == no_backend) {
            returned_ = standby;
        }
    }
    disconnect(context);
    return true;
}

bool ReplicationCheck::fail(Context& context, ProcessText text) {
    error_ = {id(text), cursor_};
    disconnect(context);
    return true;
}

void ReplicationCheck::write_lags(Context& context) const {
    const Config& config = context.config;
    const BackendId primary = primary_of(config, context.shared);
    const std::uint64_t written = positions_[static_cast<std::size_t>(primary.value)];
    for (std::int32_t i = 0; i < config.backend_count(); ++i) {
        const BackendId node{i};
        if (!copy_.valid(config, node)) continue;
        const auto index = static_cast<std::size_t>(i);
        const std::uint64_t behind =
            node != primary && written > positions_[index] ? written - positions_[index] : 0;
        context.shared.standby_delay[index] = static_cast<std::int64_t>(behind);
        const bool over = static_cast<std::int64_t>(behind) > config.delay_threshold;
        if ((config.log_delay_always && behind > 0) ||
            (config.log_delay_if_over_threshold && over)) {
            context.out.log(id(ProcessText::worker_behind), {i, printed(behind), primary.value});
        }
    }
}

void ReplicationCheck::disconnect(Context& context) {
    for (DatabaseCall& it : calls_) it.close(context);
    stage_ = Stage::idle;
}

}  // namespace failover::interlock
