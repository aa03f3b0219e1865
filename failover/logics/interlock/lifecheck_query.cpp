#include "failover/logics/interlock/lifecheck_query.hpp"

#include <algorithm>

#include "failover/words/assert.hpp"
#include "failover/words/client.hpp"

namespace failover::interlock {
namespace {

/// wd_interval / 2 + 1 s (§9.9).
Duration patience(const Config& config) {
    constexpr Duration second = std::chrono::seconds{1};
    return config.wd_interval / second / 2 * second + second;
}

Message said(client::Say what) {
    Message message;
    message.kind = static_cast<std::uint16_t>(what);
    return message;
}

ConnectionId connection_of(const Input& input) {
    if (const auto* it = std::get_if<Connected>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<ConnectFailed>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<Received>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<Ended>(&input.what)) return it->connection;
    return no_connection;
}

}  // namespace

void QueryRound::begin(Context& context) {
    LOGIC_ASSERT(!open_);
    open_ = true;
    visits_.clear();
    for (std::size_t i = 0; i < context.config.proxies.size(); ++i) {
        Visit visit;
        visit.connection = context.out.connect(Plane::client, static_cast<std::int32_t>(i));
        visits_.push_back(visit);
    }
    const Duration limit = patience(context.config);
    context.out.put(SetTimer{limit, limit});
}

bool QueryRound::takes(const Input& input) const {
    if (!open_) return false;
    if (std::holds_alternative<TimedOut>(input.what)) return true;
    const ConnectionId connection = connection_of(input);
    return connection != no_connection &&
           std::ranges::find(visits_, connection, &Visit::connection) != visits_.end();
}

bool QueryRound::step(Context& context, const Input& input) {
    if (std::holds_alternative<TimedOut>(input.what)) {
        for (Visit& visit : visits_) {
            if (!visit.over()) end(context, visit, false);
        }
    } else {
        const auto visit = std::ranges::find(visits_, connection_of(input), &Visit::connection);
        LOGIC_ASSERT(visit != visits_.end());
        if (std::holds_alternative<Connected>(input.what)) {
            visit->stage = Stage::opening;
            context.out.put(Send{visit->connection, said(client::Say::startup)});
        } else if (const auto* heard = std::get_if<Received>(&input.what)) {
            received(context, *visit, heard->message);
        } else {
            end(context, *visit, false);
        }
    }
    if (!std::ranges::all_of(visits_, &Visit::over)) return false;
    context.out.put(StopTimer{});
    open_ = false;
    return true;
}

void QueryRound::received(Context& context, Visit& visit, const Message& message) {
    const auto heard = static_cast<client::Hear>(message.kind);
    if (visit.stage == Stage::opening && heard == client::Hear::ready) {
        visit.stage = Stage::asking;
        context.out.put(Send{visit.connection, said(client::Say::read)});
        return;
    }
    const bool good = visit.stage == Stage::asking && heard == client::Hear::rows;
    if (good) context.out.put(Send{visit.connection, said(client::Say::goodbye)});
    end(context, visit, good);
}

void QueryRound::end(Context& context, Visit& visit, bool good) {
    context.out.put(Close{visit.connection});
    visit.connection = no_connection;
    visit.stage = good ? Stage::good : Stage::bad;
}

bool QueryRound::answered(ProxyId proxy) const {
    const auto index = static_cast<std::size_t>(proxy.value);
    return index < visits_.size() && visits_[index].stage == Stage::good;
}

}  // namespace failover::interlock
