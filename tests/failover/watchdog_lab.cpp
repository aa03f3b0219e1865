#include "watchdog_lab.hpp"

#include <algorithm>
#include <utility>

#include "failover/logics/interlock/watchdog_texts.hpp"

namespace lab {

using namespace failover;
using namespace failover::interlock;

namespace {

/// Monday somewhere: not zero, so that truncation of seconds shows.
constexpr std::int64_t epoch = 1'763'000'000'700'000'000;

ConnectionId connection_of(const Input& input) {
    if (const auto* it = std::get_if<Received>(&input.what)) return it->connection;
    if (const auto* it = std::get_if<Ended>(&input.what)) return it->connection;
    return no_connection;
}

}  // namespace

Cluster::Cluster(std::vector<int> priorities) : proxies_(priorities.size()) {
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        Proxy& proxy = proxies_[i];
        proxy.config.self = ProxyId{static_cast<std::int32_t>(i)};
        proxy.config.use_watchdog = true;
        for (const int priority : priorities) {
            proxy.config.proxies.emplace_back();
            proxy.config.proxies.back().priority = priority;
        }
        for (int backend = 0; backend < 3; ++backend) {
            proxy.config.backends.emplace_back();
            proxy.config.backends.back().port = 54321;
            proxy.shared.status[static_cast<std::size_t>(backend)] = Status::up;
        }
        proxy.shared.backend_count = 3;
        proxy.shared.primary_node = BackendId{0};
        proxy.shared.main = Pid{1};
        proxy.shared.starting = false;
    }
}

void Cluster::plan(int proxy, Duration after, Happening what, std::uint64_t timer) {
    agenda_.push_back({now_ + after.count(), ++order_, proxy, proxies_[index(proxy)].generation,
                       timer, Input{std::move(what), Cause{}}});
}

void Cluster::start(int proxy) { start_together({proxy}); }

/// All listen before the first connects; each begins half a millisecond after the one before.
void Cluster::start_together(const std::vector<int>& proxies) {
    for (const int proxy : proxies) {
        Proxy& starting = proxies_[index(proxy)];
        starting.watchdog = std::make_unique<Watchdog>();
        starting.alive = true;
        starting.listens = proxies.size() > 1;
        starting.mailbox.clear();
        ++starting.generation;
        starting.shared.watchdog = Pid{2};
        starting.busy_until = INT64_MAX;
    }
    for (const int proxy : proxies) {
        if (proxy != proxies.front()) run_for(500us);
        step(proxy, {Input{Started{}, Cause{}}});
    }
}

void Cluster::stop(int proxy) { plan(proxy, 0ns, Caught{Signal::terminate}); }

void Cluster::kill(int proxy) {
    Proxy& dying = proxies_[index(proxy)];
    dying.alive = false;
    dying.listens = false;
    for (Link& link : links_) {
        if (!link.open || (link.opener != proxy && link.acceptor != proxy)) continue;
        link.open = false;
        const int other = link.opener == proxy ? link.acceptor : link.opener;
        const std::int32_t number =
            link.opener == proxy ? link.acceptor_number : link.opener_number;
        if (other >= 0 && !is_cut(proxy, other)) {
            plan(other, latency, Ended{ConnectionId{number}, Ending::closed});
        }
    }
}

void Cluster::cut(int one, int other) { cuts_.emplace_back(one, other); }

void Cluster::heal(int one, int other) {
    std::erase_if(cuts_, [&](const auto& pair) {
        return pair == std::pair{one, other} || pair == std::pair{other, one};
    });
    const auto waiting = std::exchange(hanging_, {});
    for (const auto& [from, wish] : waiting) connect(from, wish);
}

void Cluster::sever(int proxy, int other) {
    for (Link& link : links_) {
        const bool opened = link.opener == proxy && link.acceptor == other;
        const bool accepted = link.opener == other && link.acceptor == proxy;
        if (!link.open || (!opened && !accepted)) continue;
        link.open = false;
        const std::int32_t number = opened ? link.opener_number : link.acceptor_number;
        plan(proxy, 0ns, Ended{ConnectionId{number}, Ending::reset});
    }
}

void Cluster::set_addresses(int proxy, std::vector<std::string> addresses, bool up) {
    Interface& interface = proxies_[index(proxy)].host.network.front();
    const bool fewer = addresses.size() < interface.addresses.size();
    interface.addresses = std::move(addresses);
    interface.up = up;
    plan(proxy, 0ns, NetworkChanged{fewer});
}

bool Cluster::is_cut(int one, int other) const {
    return std::ranges::any_of(cuts_, [&](const auto& pair) {
        return pair == std::pair{one, other} || pair == std::pair{other, one};
    });
}

void Cluster::run_for(Duration span) { run_until(now() + span); }

void Cluster::run_until(Duration moment) {
    while (true) {
        step_ready();
        auto next = std::ranges::min_element(agenda_, {}, [](const Event& event) {
            return std::pair{event.at, event.order};
        });
        std::int64_t at = next == agenda_.end() ? INT64_MAX : next->at;
        bool wake = false;
        for (const Proxy& proxy : proxies_) {
            if (proxy.busy_until > now_ && proxy.busy_until < at) {
                at = proxy.busy_until;
                wake = true;
            }
        }
        if (at > moment.count()) break;
        now_ = at;
        if (wake) continue;
        Event event = std::move(*next);
        agenda_.erase(next);
        Proxy& proxy = proxies_[index(event.proxy)];
        if (!proxy.alive || proxy.generation != event.generation) continue;
        if (event.timer != 0 && event.timer != proxy.timer) continue;
        proxy.mailbox.push_back(std::move(event.input));
    }
    now_ = std::max(now_, moment.count());
}

/// As the world does it: an idle process gets all it takes, one packet a connection.
void Cluster::step_ready() {
    for (std::size_t i = 0; i < proxies_.size(); ++i) {
        Proxy& proxy = proxies_[i];
        if (!proxy.alive || proxy.busy_until > now_) continue;
        std::vector<Input> ready;
        std::vector<ConnectionId> served;
        for (auto at = proxy.mailbox.begin(); at != proxy.mailbox.end();) {
            const ConnectionId connection = connection_of(*at);
            const bool again = connection != no_connection &&
                               std::ranges::find(served, connection) != served.end();
            const bool takes =
                std::holds_alternative<Caught>(at->what) || proxy.watchdog->takes(*at);
            served.push_back(connection);
            if (again || !takes) {
                ++at;
                continue;
            }
            ready.push_back(std::move(*at));
            at = proxy.mailbox.erase(at);
        }
        if (!ready.empty()) step(static_cast<int>(i), std::move(ready));
    }
}

void Cluster::step(int number, std::vector<Input> inputs) {
    Proxy& proxy = proxies_[index(number)];
    proxy.host.numbers = &numbers_;
    Outbox out(proxy.host);
    const Instant now{epoch + now_};
    Context context{now, proxy.shared.watchdog, proxy.config, proxy.shared, out};
    if (const auto* started = std::get_if<Started>(&inputs.front().what)) {
        proxy.watchdog->start(context, *started);
    } else {
        proxy.watchdog->step(context, inputs);
    }
    proxy.busy_until = now_ + turn_cost.count();
    for (const Output& output : out.outputs()) perform(number, output.what);
}

void Cluster::perform(int number, const Wish& wish) {
    Proxy& proxy = proxies_[index(number)];
    if (const auto* log = std::get_if<Log>(&wish)) {
        proxy.lines.push_back({now(), log->id, log->arguments});
    } else if (const auto* timer = std::get_if<SetTimer>(&wish)) {
        proxy.timer = ++timers_;
        plan(number, turn_cost + timer->at_least, TimedOut{}, proxy.timer);
    } else if (const auto* listen = std::get_if<Listen>(&wish)) {
        proxy.listens = proxy.listens || listen->plane == Plane::watchdog;
    } else if (const auto* wanted = std::get_if<Connect>(&wish)) {
        connect(number, *wanted);
    } else if (const auto* message = std::get_if<failover::Send>(&wish)) {
        send(number, *message);
    } else if (const auto* closing = std::get_if<Close>(&wish)) {
        close(number, closing->connection);
    } else if (const auto* forked = std::get_if<Forked>(&wish)) {
        plan(number, helper_time, ChildEnded{forked->pid, 0});
    } else if (const auto* command = std::get_if<RunCommand>(&wish)) {
        plan(number, helper_time, CommandEnded{command->request, 0});
    } else if (const auto* ping = std::get_if<Ping>(&wish)) {
        plan(number, ping_time, CommandEnded{ping->request, 0});
    } else if (std::holds_alternative<Exit>(wish)) {
        kill(number);
    }
}

void Cluster::connect(int number, const Connect& wish) {
    const int to = wish.to;
    if (is_cut(number, to)) return hanging_.push_back({number, wish});
    Proxy& target = proxies_[index(to)];
    if (!target.alive || !target.listens) {
        return plan(number, 2 * latency, ConnectFailed{wish.connection, Refusal::refused});
    }
    Link link;
    link.opener = number;
    link.acceptor = to;
    link.opener_number = wish.connection.value;
    link.acceptor_number = ++numbers_;
    links_.push_back(link);
    plan(to, latency,
         Accepted{ConnectionId{link.acceptor_number}, Plane::watchdog, ProxyId{number},
                  40000 + number});
    plan(number, 2 * latency, Connected{wish.connection});
}

Cluster::Link* Cluster::link_of(int proxy, ConnectionId connection) {
    for (Link& link : links_) {
        if ((link.opener == proxy && link.opener_number == connection.value) ||
            (link.acceptor == proxy && link.acceptor_number == connection.value)) {
            return &link;
        }
    }
    return nullptr;
}

void Cluster::send(int number, const failover::Send& wish) {
    Link* const link = link_of(number, wish.connection);
    if (link == nullptr || !link->open) return;
    if (link->opener < 0) {
        Question& question = questions_[static_cast<std::size_t>(-1 - link->opener)];
        question.answer = wish.message;
        return plan(number, latency, Ended{wish.connection, Ending::closed});
    }
    const bool forth = link->opener == number;
    const int to = forth ? link->acceptor : link->opener;
    sent_.push_back({now(), number, to, wish.message});
    if (is_cut(number, to)) return;
    const std::int32_t end = forth ? link->acceptor_number : link->opener_number;
    plan(to, latency, Received{ConnectionId{end}, wish.message});
}

void Cluster::close(int number, ConnectionId connection) {
    Link* const link = link_of(number, connection);
    if (link == nullptr || !link->open) return;
    link->open = false;
    if (link->opener < 0) {
        std::erase_if(agenda_, [&](const Event& event) {
            const auto* ended = std::get_if<Ended>(&event.input.what);
            return ended != nullptr && ended->connection == connection;
        });
        return;
    }
    const bool forth = link->opener == number;
    const int to = forth ? link->acceptor : link->opener;
    if (is_cut(number, to)) return;
    const std::int32_t end = forth ? link->acceptor_number : link->opener_number;
    plan(to, latency, Ended{ConnectionId{end}, Ending::closed});
}

int Cluster::ask(int proxy, Message request) {
    const int question = static_cast<int>(questions_.size());
    questions_.push_back({request, {}, false});
    Link link;
    link.opener = -1 - question;
    link.acceptor = proxy;
    link.acceptor_number = ++numbers_;
    links_.push_back(link);
    const ConnectionId connection{link.acceptor_number};
    plan(proxy, 0ns, Accepted{connection, Plane::ipc, no_proxy, 0});
    plan(proxy, 0ns, Received{connection, std::move(request)});
    return question;
}

const Watchdog& Cluster::watchdog(int proxy) const { return *proxies_[index(proxy)].watchdog; }
Config& Cluster::config(int proxy) { return proxies_[index(proxy)].config; }
Shared& Cluster::shared(int proxy) { return proxies_[index(proxy)].shared; }
const std::vector<Line>& Cluster::lines(int proxy) const { return proxies_[index(proxy)].lines; }

std::string Cluster::keys(int proxy, Duration since) const {
    std::string all;
    for (const Line& line : lines(proxy)) {
        if (line.at < since) continue;
        const auto first = static_cast<std::size_t>(ProcessText::count);
        if (!all.empty()) all += ' ';
        all += line.id < first
                   ? process_texts()[line.id - static_cast<std::size_t>(MainText::count)].key
                   : watchdog_texts()[line.id - first].key;
        if (line.id == id(WatchdogText::state_changed)) {
            all += ":" + std::to_string(line.arguments[1]);
        }
    }
    return all;
}

std::vector<Line> Cluster::lines_of(int proxy, WatchdogText text) const {
    std::vector<Line> found;
    for (const Line& line : lines(proxy)) {
        if (line.id == id(text)) found.push_back(line);
    }
    return found;
}

std::optional<Duration> Cluster::when(int proxy, WatchdogText text, int nth) const {
    const auto found = lines_of(proxy, text);
    if (static_cast<int>(found.size()) < nth) return std::nullopt;
    return found[static_cast<std::size_t>(nth - 1)].at;
}

std::optional<Duration> Cluster::became(int proxy, WatchdogState state, int nth) const {
    for (const Line& line : lines_of(proxy, WatchdogText::state_changed)) {
        if (line.arguments[1] != static_cast<std::int32_t>(state)) continue;
        if (--nth == 0) return line.at;
    }
    return std::nullopt;
}

Message plain(Ipc kind) {
    Message message;
    message.kind = static_cast<std::uint16_t>(kind);
    return message;
}

Message failover_request(Function function, int backend) {
    Message message = plain(Ipc::failover_request);
    message.words[0] = static_cast<std::int32_t>(function);
    message.words[1] = 1;
    message.words[2] = backend;
    return message;
}

Message lock_command(LockCommand command, Lock lock, int failover_id) {
    Message message = plain(Ipc::lock_command);
    message.words[0] = static_cast<std::int32_t>(command);
    message.words[1] = static_cast<std::int32_t>(lock);
    message.words[2] = failover_id;
    return message;
}

}  // namespace lab
