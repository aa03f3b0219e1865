#include "failover/logics/interlock/find_primary.hpp"

#include "failover/logics/interlock/main.hpp"

namespace failover::interlock {

Next FindPrimary::run(MainStep& step) {
    switch (stage_) {
        case Stage::begin:
            return begin(step);
        case Stage::scan:
            return scan(step);
        case Stage::next_scan: {
            if (out_of_time(step)) return finish(step, no_backend);
            stage_ = Stage::scan;
            at_ = 0;
            return Next::again;
        }
    }
    return Next::done;
}

Next FindPrimary::begin(MainStep& step) {
    if (!step.config().streaming) return finish(step, no_backend);
    if (step.shared().lowest_valid() == no_backend) {
        step.log(MainText::find_all_down);
        return finish(step, no_backend);
    }
    step.log(MainText::find_waiting);
    begun_ = step.context.now;
    stage_ = Stage::scan;
    return Next::again;
}

/// Whether the search ends by the clock (fix_r43); as the product is, only scans are counted,
/// however long each takes (hazard H16).
bool FindPrimary::limited(const MainStep& step) {
    return step.config().fixes.r43 && step.config().search_primary_node_timeout != 0;
}

Instant FindPrimary::end_of(const MainStep& step) const {
    return begun_ + std::chrono::seconds{step.config().search_primary_node_timeout};
}

bool FindPrimary::out_of_time(const MainStep& step) const {
    if (limited(step)) return step.context.now >= end_of(step);
    const int limit = step.config().search_primary_node_timeout;
    return limit != 0 && scans_ >= limit;
}

/// Goes on with the scan until a backend has to be asked, or to its end.
Next FindPrimary::scan(MainStep& step) {
    while (at_ < step.config().backend_count()) {
        const BackendId backend{at_++};
        step.log(MainText::find_checking, {backend.value});
        if (!step.shared().valid(backend)) continue;
        const bool timed = limited(step);
        if (timed && out_of_time(step)) return finish(step, no_backend);
        // Retry mode: connect_timeout does not end the attempt, only the kernel does.
        Limits limits;
        limits.connecting = step.config().connect_timeout;
        limits.retries = limits.connecting.count() > 0 && !timed;
        if (timed) limits.whole = end_of(step) - step.context.now;
        asked_ = false;
        call_.connect(step.context, backend, database::Login::replication_check, limits);
        return Next::wait;
    }
    ++scans_;
    stage_ = Stage::next_scan;
    return step.call(Sleep{step.context.now + pause, true});
}

Next FindPrimary::take(MainStep& step, const Input& input) {
    if (!call_.step(step.context, input)) return Next::wait;
    return answered(step);
}

Next FindPrimary::answered(MainStep& step) {
    switch (call_.result()) {
        case DatabaseResult::connected:
            asked_ = true;
            call_.ask(step.context, database::Ask::is_in_recovery);
            return Next::wait;
        case DatabaseResult::refused:
        case DatabaseResult::timed_out:
            log_persistent_failure(step.context, call_);
            return Next::again;
        case DatabaseResult::rejected:
            step.log(MainText::health_authentication, {static_cast<std::int32_t>(call_.fatal())});
            return Next::again;
        case DatabaseResult::lost:
        case DatabaseResult::shut_down:
            return asked_ ? judge(step, true, false) : Next::again;
        case DatabaseResult::answered:
            break;
    }
    const Message& answer = call_.answer();
    const bool standby = answer.kind == static_cast<std::uint16_t>(database::Answer::boolean) &&
                         answer.words[0] != 0;
    const bool failed = answer.kind == static_cast<std::uint16_t>(database::Answer::error);
    call_.close(step.context);
    return judge(step, failed, standby);
}

/// Anything but "in recovery" counts as primary, a failed query too (hazard H3).
Next FindPrimary::judge(MainStep& step, bool failed, bool standby) {
    if (standby) return Next::again;
    const BackendId backend = call_.backend();
    if (failed) step.log(MainText::verify_query_failed);
    if (failed && step.config().fixes.h3) return Next::again;
    step.log(MainText::find_found, {backend.value});
    return finish(step, backend);
}

Next FindPrimary::finish(MainStep& step, BackendId primary) {
    step.memory.returned.primary = primary;
    return Next::done;
}

}  // namespace failover::interlock
