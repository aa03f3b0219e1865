#include "sim/world/processes.hpp"

#include <algorithm>
#include <utility>

#include "engine/assert.hpp"
#include "failover/words/assert.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/hosts.hpp"
#include "sim/world/wishes.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// What wakes a process, as choices name it.
struct Waker {
    engine::Segment segment;
    std::string_view name;
};

constexpr Waker waker_named(std::string_view name) { return {engine::segment(name), name}; }

constexpr std::array<Waker, signal_count> signal_wakers{
    waker_named("hup"),   waker_named("int"),  waker_named("quit"),
    waker_named("kill"),  waker_named("usr1"), waker_named("usr2"),
    waker_named("alarm"), waker_named("term"), waker_named("child")};

constexpr Waker by_timer = waker_named("timer");
constexpr Waker by_accept = waker_named("accept");
constexpr Waker by_connected = waker_named("connected");
constexpr Waker by_end = waker_named("end");
constexpr Waker by_datagram = waker_named("datagram");
constexpr Waker by_other = waker_named("other");

const failover::RoleText& role_text(const World& world, const Process& process) {
    return world.plan->logic.catalogue->roles[process.role];
}

bool takes(const World& world, const Process& process, const failover::Input& input) {
    return logic_of(world, process).takes(process.pid, input);
}

Waker waker_of(const World& world, const Process& process, const failover::Input& input) {
    if (const auto* received = std::get_if<failover::Received>(&input.what)) {
        const Numbered entry = find_number(world.proxies[static_cast<std::size_t>(process.proxy)],
                                           received->connection.value);
        const Plane plane = entry.connection == UINT32_MAX
                                ? Plane::ipc
                                : world.network.connections[entry.connection].plane;
        const std::uint16_t kind = received->message.kind;
        return {world.plan->kind_segment(plane, kind), world.plan->kind_name(plane, kind)};
    }
    if (std::holds_alternative<failover::TimedOut>(input.what)) return by_timer;
    if (std::holds_alternative<failover::Accepted>(input.what)) return by_accept;
    if (std::holds_alternative<failover::Connected>(input.what)) return by_connected;
    if (std::holds_alternative<failover::Ended>(input.what)) return by_end;
    if (std::holds_alternative<failover::Datagram>(input.what)) return by_datagram;
    return by_other;
}

void plan_step(World& world, std::uint32_t index, Waker waker, TrueTime from) {
    Process& process = world.processes[index];
    const TrueTime now = std::max(world.kernel.now(), from);
    const Plan& plan = *world.plan;
    TrueTime at = process.busy_until;
    if (at <= now) {
        constexpr engine::Segment waking = engine::segment("wake");
        const Question question = process.name / waking / waker.segment;
        at = now + world.kernel.draw(question, durations::wake, [&] {
            return process_name(plan, process) + "/wake/" + std::string(waker.name);
        });
    }
    process.step_planned = true;
    world.kernel.plan(at, event(EventKind::process_steps, index, process.generation));
}

// Plans a step if the process would do something: a signal, or an input that it takes.
void wake(World& world, std::uint32_t index, TrueTime from = TrueTime{}) {
    const Process& process = world.processes[index];
    if (!process.alive || !process.begun || process.step_planned) return;
    if (stands_still(world, index)) return;
    if (process.pending_signals != 0) {
        std::size_t first = 0;
        while ((process.pending_signals >> first & 1U) == 0) ++first;
        plan_step(world, index, signal_wakers[first], from);
        return;
    }
    for (const failover::Input& input : process.mailbox) {
        if (!takes(world, process, input)) continue;
        plan_step(world, index, waker_of(world, process, input), from);
        return;
    }
}

void take_signals(Process& process, std::vector<failover::Input>& ready, bool all) {
    for (std::size_t s = 0; s < signal_count; ++s) {
        if ((process.pending_signals >> s & 1U) == 0) continue;
        process.pending_signals = static_cast<std::uint16_t>(process.pending_signals & ~(1U << s));
        ready.push_back({failover::Caught{static_cast<failover::Signal>(s)},
                         failover::Cause{process.signal_causes[s]}});
        if (!all) return;
    }
}

// What a step begins with: one signal or input; for a role that works in turns all that is ready,
// at most one packet a connection (semantics-3.6 §9.4).
void gather(World& world, Process& process, std::vector<failover::Input>& ready) {
    const bool turns = role_text(world, process).turns;
    take_signals(process, ready, turns);
    if (!turns && !ready.empty()) return;
    std::vector<std::int32_t>& served = world.workspace.served;
    served.clear();
    auto& mailbox = process.mailbox;
    for (std::size_t i = 0; i < mailbox.size();) {
        const std::int32_t connection = connection_of(mailbox[i]);
        const bool again =
            connection >= 0 && std::find(served.begin(), served.end(), connection) != served.end();
        if (again || !takes(world, process, mailbox[i])) {
            if (connection >= 0) served.push_back(connection);
            ++i;
            continue;
        }
        if (std::holds_alternative<failover::TimedOut>(mailbox[i].what)) process.timer_due = false;
        ready.push_back(std::move(mailbox[i]));
        mailbox.erase(mailbox.begin() + static_cast<std::ptrdiff_t>(i));
        if (!turns) return;
        if (connection >= 0) served.push_back(connection);
    }
}

// A main makes its own shared memory; orphans keep the one that they have.
void begin_memory(World& world, ProxyHost& host, std::int32_t proxy) {
    if (host.logic) host.orphaned.push_back({host.memory, std::move(host.logic)});
    ++host.memory;
    host.logic = world.plan->logic.make(world.plan->setups[static_cast<std::size_t>(proxy)]);
}

}  // namespace

std::int32_t connection_of(const failover::Input& input) {
    if (const auto* received = std::get_if<failover::Received>(&input.what)) {
        return received->connection.value;
    }
    if (const auto* ended = std::get_if<failover::Ended>(&input.what))
        return ended->connection.value;
    return -1;
}

std::string process_name(const Plan& plan, const Process& process) {
    const failover::RoleText& role = plan.logic.catalogue->roles[process.role];
    std::string name = plan.proxy_name(process.proxy) + "/" + std::string(role.name);
    if (role.accepts_clients) name += "#" + std::to_string(process.argument + 1);
    return name;
}

Numbered find_number(const ProxyHost& proxy, std::int32_t number) {
    const auto found = std::lower_bound(
        proxy.numbers.begin(), proxy.numbers.end(), number,
        [](const Numbered& entry, std::int32_t wanted) { return entry.number < wanted; });
    if (found == proxy.numbers.end() || found->number != number) return {number, UINT32_MAX, {}};
    return *found;
}

void add_number(ProxyHost& proxy, Numbered entry) {
    SIM_ASSERT(proxy.numbers.empty() || proxy.numbers.back().number < entry.number);
    proxy.numbers.push_back(entry);
}

void forget_number(ProxyHost& proxy, std::int32_t number) {
    std::erase_if(proxy.numbers,
                  [number](const Numbered& entry) { return entry.number == number; });
}

std::uint32_t spawn(World& world, const Birth& birth) {
    std::uint32_t index = 0;
    if (world.free_processes.empty()) {
        index = static_cast<std::uint32_t>(world.processes.size());
        world.processes.emplace_back();
    } else {
        index = world.free_processes.back();
        world.free_processes.pop_back();
    }
    Process& process = world.processes[index];
    const std::uint32_t generation = process.generation + 1;
    std::vector<failover::Input> mailbox = std::move(process.mailbox);
    mailbox.clear();
    process = Process{};
    process.mailbox = std::move(mailbox);
    process.alive = true;
    process.generation = generation;
    process.proxy = birth.proxy;
    process.memory = birth.memory;
    process.role = birth.forked.role;
    process.argument = birth.forked.argument;
    process.pid = birth.forked.pid;
    process.parent = birth.parent;
    const Plan& plan = *world.plan;
    const failover::RoleText& role = plan.logic.catalogue->roles[process.role];
    process.name =
        plan.proxy_names[static_cast<std::size_t>(birth.proxy)] /
        (role.accepts_clients
             ? engine::segment(role.name, static_cast<std::uint32_t>(process.argument + 1))
             : plan.role_names[process.role]);
    process.timer = world.kernel.agenda().make_timer(
        event(EventKind::process_timer, index, process.generation));
    ++world.proxies[static_cast<std::size_t>(birth.proxy)].living;
    world.kernel.record_at(birth.at, Kind::forked,
                           {process.role, static_cast<std::uint32_t>(process.pid.value),
                            static_cast<std::uint32_t>(process.parent.value), 0, 0},
                           static_cast<std::uint16_t>(index + 1));
    world.kernel.fact(Kind::proxy_process, {static_cast<std::uint32_t>(birth.proxy), process.role,
                                            static_cast<std::uint32_t>(process.pid.value), 1, 0});
    const Duration delay =
        world.kernel.draw(process.name / engine::segment("begin"), durations::fork,
                          [&] { return process_name(plan, world.processes[index]) + "/begin"; });
    const failover::Started started{process.role,  process.argument, process.parent,
                                    birth.discard, birth.file,       birth.stale_pid_file};
    process.mailbox.push_back({started, failover::Cause{world.kernel.cause()}});
    world.kernel.plan(birth.at + delay, event(EventKind::process_begins, index, generation));
    return index;
}

void start_proxy(World& world, std::int32_t proxy, bool discard_status) {
    ProxyHost& host = world.proxies[static_cast<std::size_t>(proxy)];
    host.start_failed = !host_up(world, host_of(world, proxy));
    if (host.main != UINT32_MAX || host.start_failed) return;
    begin_memory(world, host, proxy);
    const auto pid = next_pid(world, proxy);
    const bool stale_pid_file = host.pid_file != failover::no_pid;
    host.pid_file = pid;
    host.main = spawn(world, {proxy, host.memory, world.kernel.now(), failover::Forked{pid, 0, 0},
                              failover::no_pid, discard_status, stale_pid_file, host.file.file});
}

bool would_take(const World& world, std::uint32_t index, const failover::Input& input) {
    const Process& process = world.processes[index];
    return process.alive && process.begun && takes(world, process, input);
}

void raise(World& world, std::uint32_t index, failover::Signal signal, TrueTime at) {
    Process& process = world.processes[index];
    if (!process.alive) return;
    const auto bit = static_cast<std::size_t>(signal);
    const Sequence record =
        world.kernel.record_at(at, Kind::signalled,
                               {static_cast<std::uint32_t>(bit), index,
                                static_cast<std::uint32_t>(process.pid.value), 0, 0});
    if (signal == failover::Signal::kill) {
        end_process(world, index, at, static_cast<std::int32_t>(9));
        return;
    }
    if ((process.pending_signals >> bit & 1U) == 0) process.signal_causes[bit] = record;
    process.pending_signals = static_cast<std::uint16_t>(process.pending_signals | 1U << bit);
    const Sequence cause = world.kernel.cause();
    world.kernel.set_cause(record);
    wake(world, index, at);
    world.kernel.set_cause(cause);
}

void go_on(World& world, std::int32_t proxy) {
    for (std::uint32_t index = 0; index < world.processes.size(); ++index) {
        Process& process = world.processes[index];
        if (!process.alive || process.proxy != proxy || stands_still(world, index)) continue;
        if (std::exchange(process.begin_due, false)) {
            world.kernel.plan(world.kernel.now(),
                              event(EventKind::process_begins, index, process.generation));
        } else {
            wake(world, index);
        }
    }
    serve_backlog(world, proxy);
}

void deliver(World& world, std::uint32_t index, failover::Happening what, Sequence cause) {
    Process& process = world.processes[index];
    if (!process.alive) return;
    if (process.mailbox.size() >= world.limits.mailbox) {
        world.limit = facts::Limit::mailbox;
        return;
    }
    process.mailbox.push_back({std::move(what), failover::Cause{cause}});
    wake(world, index);
}

void on_process_begins(World& world, const Event& event_) {
    Process& process = world.processes[event_.target];
    if (!process.alive || process.generation != event_.a) return;
    process.begin_due = stands_still(world, event_.target);
    if (process.begin_due) return;
    process.begun = true;
    process.busy_until = world.kernel.now();
    std::vector<failover::Input> ready;
    ready.push_back(std::move(process.mailbox.front()));
    process.mailbox.erase(process.mailbox.begin());
    run_step(world, event_.target, ready);
    wake(world, event_.target);
}

void on_process_steps(World& world, const Event& event_) {
    Process& process = world.processes[event_.target];
    if (!process.alive || process.generation != event_.a) return;
    process.step_planned = false;
    if (stands_still(world, event_.target)) return;
    std::vector<failover::Input> ready = std::move(world.workspace.ready);
    ready.clear();
    gather(world, process, ready);
    if (!ready.empty()) run_step(world, event_.target, ready);
    world.workspace.ready = std::move(ready);
    wake(world, event_.target);
}

void on_process_timer(World& world, const Event& event_) {
    Process& process = world.processes[event_.target];
    if (!process.alive || process.generation != event_.a) return;
    process.timer_due = true;
    world.kernel.set_cause(process.timer_cause);
    deliver(world, event_.target, failover::TimedOut{}, process.timer_cause);
}

void on_command_ends(World& world, const Event& event_) {
    const Process& process = world.processes[event_.target];
    if (!process.alive || process.generation != event_.a) return;
    deliver(world, event_.target,
            failover::CommandEnded{
                failover::RequestId{static_cast<std::int32_t>(event_.b & 0xffffffffU)},
                static_cast<std::int32_t>(event_.b >> 32U)},
            event_.cause);
}

}  // namespace sim::world
