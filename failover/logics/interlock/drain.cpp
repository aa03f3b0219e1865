#include "failover/logics/interlock/drain.hpp"

#include "failover/logics/interlock/process_texts.hpp"

namespace failover::interlock {

bool counter_malformed(Context& context) {
    const Duration limit = context.config.client_idle_limit_in_recovery;
    const bool cut_off =
        limit < Duration{0} || (limit > Duration{0} && limit <= context.config.recovery_timeout);
    if (cut_off) context.shared.connections = 0;
    return cut_off;
}

Drained Drain::poll(Context& context) {
    if (context.shared.connections == 0) return Drained::now;
    const Duration timeout = context.config.recovery_timeout;
    if (++looks_ <= timeout / pause + 1) return Drained::not_yet;
    context.out.log(id(ProcessText::pcp_connections_left),
                    {static_cast<std::int32_t>(timeout / std::chrono::seconds{1})});
    return counter_malformed(context) ? Drained::now : Drained::never;
}

}  // namespace failover::interlock
