#include "sim/world/wishes.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "failover/words/assert.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/clocks.hpp"
#include "sim/world/commands.hpp"
#include "sim/world/disks.hpp"
#include "sim/world/durations.hpp"
#include "sim/world/folds.hpp"
#include "sim/world/message_rows.hpp"
#include "sim/world/watches.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

/// What a status file says, as the record of its writing has it: see facts::Kind::saved.
std::uint32_t saved_words(const failover::StatusFile& file) {
    std::uint32_t bits = 0;
    const std::size_t lines = std::min<std::size_t>(file.lines.size(), 16);
    for (std::size_t at = 0; at < lines; ++at) {
        const std::string& line = file.lines[at];
        const std::uint32_t word = line == "down" ? 1U : line == "unused" ? 2U : 0U;
        bits |= word << (2 * at);
    }
    return bits;
}

// What a step may ask and is answered at once.
class StepHost final : public failover::Host {
  public:
    StepHost(World& world, std::uint32_t index)
        : world_(world), index_(index), proxy_(world.processes[index].proxy) {}

    failover::Pid next_pid() override { return world::next_pid(world_, proxy_); }
    std::int32_t next_number() override {
        return world_.proxies[static_cast<std::size_t>(proxy_)].next_number++;
    }
    std::size_t choose_backend(failover::ConnectionId client,
                               std::span<const failover::BackendId> candidates,
                               std::span<const std::uint64_t> weights) override {
        std::vector<std::int64_t> ids;
        for (const failover::BackendId id : candidates) ids.push_back(id.value);
        const Numbered entry =
            find_number(world_.proxies[static_cast<std::size_t>(proxy_)], client.value);
        SIM_ASSERT(entry.connection != UINT32_MAX);
        const auto [name, session] = who_asks(entry.connection);
        const Plan& plan = *world_.plan;
        const Question question = plan.proxy_names[static_cast<std::size_t>(proxy_)] /
                                  engine::segment("session") / engine::segment(name, session) /
                                  engine::segment("load_balance");
        const std::size_t picked =
            world_.kernel.pick(question, {ids, weights, ChoiceOf::database}, [&] {
                return plan.proxy_name(proxy_) + "/session/" + std::string(name) + "#" +
                       std::to_string(session) + "/load_balance";
            });
        const End& end = world_.network.connections[entry.connection].end(Side::opener);
        if (end.who == End::Who::client) {
            world_.clients.dialogues[end.index].load_balance_node = candidates[picked].value;
        }
        return picked;
    }
    [[nodiscard]] std::vector<failover::Interface> interfaces() const override {
        return interfaces_of(world_, host_of(world_, proxy_));
    }
    [[nodiscard]] bool breaks(failover::ConnectionId connection) const override {
        const Numbered entry =
            find_number(world_.proxies[static_cast<std::size_t>(proxy_)], connection.value);
        if (entry.connection == UINT32_MAX) return true;
        return world::breaks(world_, {entry.connection, entry.side});
    }

    bool mishap(failover::Pid pid, std::string_view what) override {
        constexpr std::int64_t candidates[] = {0, 1};
        // So rare that it happens only to those who pin it.
        constexpr std::uint64_t weights[] = {std::uint64_t{1} << 40U, 1};
        const Process& process = world_.processes[find_process(world_, proxy_, pid)];
        return world_.kernel.pick(process.name / engine::segment(what), {candidates, weights}, [&] {
            return process_name(*world_.plan, process) + "/" + std::string(what);
        }) == 1;
    }

    bool port_is_free(Plane plane) override {
        const ProxyHost& host = world_.proxies[static_cast<std::size_t>(proxy_)];
        return plane == Plane::client
                   ? !host.clients_listen
                   : host.listeners[static_cast<std::size_t>(plane)] == UINT32_MAX;
    }

    failover::Cause applied(failover::RuleId rule, failover::Cause cause) override {
        Kernel& kernel = world_.kernel;
        const Process& process = world_.processes[index_];
        const Sequence before = kernel.cause();
        kernel.set_cause(cause.record);
        last_rule_ = kernel.record(
            Kind::rule_applied,
            {static_cast<std::uint32_t>(process.proxy) | std::uint32_t{process.role} << 16U,
             static_cast<std::uint32_t>(process.pid.value), rule.table, rule.row, 0},
            static_cast<std::uint16_t>(index_ + 1));
        kernel.set_cause(before);
        return failover::Cause{last_rule_, cause.in_a_row};
    }

    [[nodiscard]] failover::Tampering tampering(failover::RuleId rule) const override {
        if (world_.mutation == Mutation{}) return failover::Tampering::none;
        // No step of the logic as it is asks for as many as a hundred.
        constexpr std::uint32_t without_end = 10'000;
        if (++rules_asked_for_ > without_end) throw Loops{};
        return world_.mutation.of(rule);
    }

    /// Record of the last rule that fired; 0: none did.
    [[nodiscard]] Sequence last_rule() const { return last_rule_; }

    [[nodiscard]] std::span<const failover::ParameterChange> configuration() const override {
        return world_.proxies[static_cast<std::size_t>(proxy_)].configuration;
    }

  private:
    struct Asker {
        std::string_view name;
        std::uint32_t session = 0;
    };
    // A session's client as choices name it: another proxy's lifecheck may be one, too.
    [[nodiscard]] Asker who_asks(std::uint32_t connection) const {
        const End& end = world_.network.connections[connection].end(Side::opener);
        if (end.who != End::Who::client) return {"lifecheck", 1};
        const Dialogue& dialogue = world_.clients.dialogues[end.index];
        return {world_.plan->clients[dialogue.name], dialogue.session};
    }

    World& world_;
    std::uint32_t index_;
    std::int32_t proxy_;
    Sequence last_rule_ = 0;
    mutable std::uint32_t rules_asked_for_ = 0;
};

// Carries out the outputs of one step of one process, each at its own instant.
class Carrier {
  public:
    Carrier(World& world, std::uint32_t index, TrueTime at, Duration line_cost)
        : world_(world), index_(index), at_(at), line_cost_(line_cost) {}

    [[nodiscard]] TrueTime at() const { return at_; }

    void operator()(const failover::Forked& wish) {
        spawn(world_, {process().proxy, process().memory, at_, wish, process().pid, false, false,
                       std::nullopt});
        kernel_work_ += durations::fork_work;
    }
    void operator()(const failover::Connect& wish) {
        const Plan& plan = *world_.plan;
        Connection wanted;
        wanted.plane = wish.plane;
        wanted.to = wish.plane == Plane::ipc ? process().proxy : wish.to;
        End& from = wanted.end(Side::opener);
        from.who = End::Who::process;
        from.index = index_;
        from.generation = process().generation;
        from.number = wish.connection.value;
        from.host = plan.scenario.proxies[static_cast<std::size_t>(process().proxy)].host;
        wanted.end(Side::acceptor).host =
            wish.plane == Plane::database
                ? plan.scenario.databases[static_cast<std::size_t>(wanted.to)].host
                : plan.scenario.proxies[static_cast<std::size_t>(wanted.to)].host;
        const std::uint32_t slot = connect(world_, at_, wanted);
        add_number(host(), {wish.connection.value, slot, Side::opener});
    }
    void operator()(failover::Send& wish) {
        const Numbered entry = find_number(host(), wish.connection.value);
        if (entry.connection == UINT32_MAX) return;
        at_ = at_ + line_cost_ / 4;
        send(world_, {entry.connection, entry.side}, at_, std::move(wish.message));
    }
    void operator()(const failover::SendDatagram& wish) {
        send_datagram(world_, {process().proxy, wish.to.value}, at_, wish.message);
    }
    void operator()(const failover::Close& wish) {
        const Numbered entry = find_number(host(), wish.connection.value);
        if (entry.connection == UINT32_MAX) return;
        close(world_, {entry.connection, entry.side}, at_, Ending::closed);
        forget_number(host(), wish.connection.value);
        forget_inputs(wish.connection.value);
    }
    void operator()(const failover::HandOver& wish) {
        const Numbered entry = find_number(host(), wish.connection.value);
        const std::uint32_t heir = find_process(world_, process().proxy, wish.to);
        if (entry.connection == UINT32_MAX || heir == UINT32_MAX) return;
        End& end = world_.network.connections[entry.connection].end(entry.side);
        end.index = heir;
        end.generation = world_.processes[heir].generation;
        bequeath(wish.connection.value, heir);
    }
    void operator()(const failover::Listen& wish) {
        if (wish.plane == Plane::client) {
            listen_for_clients(wish.open);
        } else if (wish.plane == Plane::lifecheck) {
            std::erase(host().datagram_listeners, index_);
            if (wish.open) host().datagram_listeners.push_back(index_);
        } else {
            host().listeners[static_cast<std::size_t>(wish.plane)] =
                wish.open ? index_ : UINT32_MAX;
        }
    }
    void operator()(const failover::Raise& wish) {
        const std::uint32_t target = find_process(world_, process().proxy, wish.to);
        if (target != UINT32_MAX) raise(world_, target, wish.signal, at_);
    }
    void operator()(const failover::SetTimer& wish) {
        Duration span = wish.at_least;
        if (wish.at_most > wish.at_least) {
            constexpr engine::Segment timer = engine::segment("timer");
            const Question question = process().name / timer;
            span = world_.kernel.draw_between(question, wish.at_least, wish.at_most, [this] {
                return process_name(*world_.plan, process()) + "/timer";
            });
        }
        if (world_.mutation.doubles_timers == process().role) span *= 2;
        (*this)(failover::StopTimer{});
        process().timer_cause = world_.kernel.cause();
        const bool pause = span >= limits::shortest_pause;
        process().timer_in_a_row = pause ? 0 : world_.kernel.in_a_row() + 1;
        if (!pause)
            count_row(world_, {no_message, host_of(world_, process().proxy),
                               host_of(world_, process().proxy), process().timer_in_a_row});
        world_.kernel.agenda().arm(process().timer, at_ + span);
    }
    void operator()(const failover::StopTimer&) {
        world_.kernel.agenda().disarm(process().timer);
        if (!process().timer_due) return;
        process().timer_due = false;
        std::erase_if(process().mailbox, [](const failover::Input& input) {
            return std::holds_alternative<failover::TimedOut>(input.what);
        });
    }
    void operator()(failover::Save& wish) {
        world_.kernel.record_at(
            at_, Kind::saved,
            {static_cast<std::uint32_t>(process().proxy),
             static_cast<std::uint32_t>(wish.file.lines.size()), saved_words(wish.file), 0, 0});
        at_ = save_file(world_, index_, at_, std::move(wish.file));
    }
    void operator()(const failover::Unlink&) { host().file = {}; }
    void operator()(const failover::RunCommand& wish) { run_command(world_, index_, at_, wish); }
    void operator()(const failover::Ping& wish) { run_ping(world_, index_, at_, wish); }
    void operator()(const failover::WatchNetwork&) { host().network_watcher = index_; }
    void operator()(const failover::Log& wish) {
        const auto arg = [&wish](std::size_t i) {
            return static_cast<std::uint32_t>(wish.arguments[i]);
        };
        const auto id = static_cast<std::uint16_t>(index_ + 1);
        world_.kernel.record_at(
            at_, Kind::log_line,
            {static_cast<std::uint32_t>(process().proxy) | std::uint32_t{process().role} << 16U,
             static_cast<std::uint32_t>(process().pid.value), wish.id, arg(0), arg(1)},
            id);
        world_.kernel.record_at(at_, Kind::log_more, {arg(2), arg(3), 0, 0, 0}, id);
        world_.kernel.fold(
            FoldOf::log_line, engine::Lane::other,
            {static_cast<std::uint64_t>(at_.nanoseconds()), wish.id,
             arg(0) | std::uint64_t{arg(1)} << 32U, arg(2) | std::uint64_t{arg(3)} << 32U});
        on_log_line(world_, process().proxy, wish);
        at_ = at_ + line_cost_;
    }
    void operator()(const failover::Exit& wish) {
        exit_status_ = wish.signal != 0 ? wish.signal : wish.status << 8;
        kernel_work_ += durations::exit_work;
    }

    /// What the kernel still does for this step on the host's core.
    [[nodiscard]] Duration kernel_work() const { return kernel_work_; }

    [[nodiscard]] std::optional<std::int32_t> exit_status() const { return exit_status_; }

  private:
    // A main that could not open the socket has none to close: it is its orphans'.
    void listen_for_clients(bool open) {
        if (!open && host().client_socket != process().memory) return;
        host().clients_listen = open;
        host().client_socket = process().memory;
    }
    [[nodiscard]] Process& process() { return world_.processes[index_]; }
    [[nodiscard]] ProxyHost& host() {
        return world_.proxies[static_cast<std::size_t>(process().proxy)];
    }
    // After a close nothing that was still in the mailbox is heard.
    void forget_inputs(std::int32_t number) {
        std::erase_if(process().mailbox, [number](const failover::Input& input) {
            return connection_of(input) == number;
        });
    }
    // What arrived on a handed-over connection is the heir's to read.
    void bequeath(std::int32_t number, std::uint32_t heir) {
        auto& mine = process().mailbox;
        for (std::size_t i = 0; i < mine.size();) {
            if (connection_of(mine[i]) != number) {
                ++i;
                continue;
            }
            world_.processes[heir].mailbox.push_back(std::move(mine[i]));
            mine.erase(mine.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

    World& world_;
    std::uint32_t index_;
    TrueTime at_;
    Duration line_cost_;
    std::optional<std::int32_t> exit_status_;
    Duration kernel_work_{};
};

void fail_logic(World& world, std::uint32_t index, const failover::LogicFailure& failure) {
    const Process& process = world.processes[index];
    ++world.logic_failures;
    world.kernel.fact(Kind::logic_failed, {static_cast<std::uint32_t>(process.proxy), process.role,
                                           static_cast<std::uint32_t>(failure.line()), 0, 0});
    constexpr std::int32_t aborted = 6;
    end_process(world, index, world.kernel.now(), aborted);
}

}  // namespace

HostId host_of(const World& world, std::int32_t proxy) {
    return world.plan->scenario.proxies[static_cast<std::size_t>(proxy)].host;
}

failover::Pid next_pid(World& world, std::int32_t proxy) {
    return failover::Pid{world.next_pid[static_cast<std::size_t>(host_of(world, proxy).value)]++};
}

std::uint32_t find_process(const World& world, std::int32_t proxy, failover::Pid pid) {
    for (std::uint32_t index = 0; index < world.processes.size(); ++index) {
        const Process& process = world.processes[index];
        if (process.alive && process.proxy == proxy && process.pid == pid) return index;
    }
    return UINT32_MAX;
}

void run_step(World& world, std::uint32_t index, std::vector<failover::Input>& inputs) {
    const std::int32_t proxy = world.processes[index].proxy;
    const failover::Pid pid = world.processes[index].pid;
    const TrueTime now = world.kernel.now();
    constexpr engine::Segment step = engine::segment("step");
    const Duration cost = world.kernel.draw(
        world.processes[index].name / step, durations::step,
        [&] { return process_name(*world.plan, world.processes[index]) + "/step"; });
    StepHost host(world, index);
    failover::Outbox out(host);
    out.outputs() = std::move(world.workspace.outputs);
    out.clear();
    out.adopt(inputs.front().cause);
    LogicBox& logic = logic_of(world, world.processes[index]);
    std::optional<failover::LogicFailure> failure;
    if (world.step_watch != nullptr) world.step_watch->begins(world.kernel.events());
    try {
        logic.step(host_clock(world, host_of(world, proxy), now), pid, inputs, out);
    } catch (const failover::LogicFailure& thrown) {
        failure = thrown;
    }
    if (world.step_watch != nullptr) world.step_watch->ends();
    const Sequence cause = world.kernel.cause();
    // A belief that is new is the doing of the rule that fired last.
    world.kernel.set_cause(host.last_rule() != 0 ? host.last_rule() : inputs.front().cause.record);
    publish_beliefs(world, proxy);
    TrueTime& core = world.core_free[static_cast<std::size_t>(host_of(world, proxy).value)];
    Carrier carrier(world, index, std::max(now, core) + cost, cost);
    for (failover::Output& output : out.outputs()) {
        world.kernel.set_cause(output.cause.record);
        world.kernel.set_in_a_row(output.cause.in_a_row);
        fold_wish(world, carrier.at(), output.what);
        std::visit(carrier, output.what);
    }
    world.kernel.set_cause(cause);
    world.kernel.set_in_a_row(0);
    world.workspace.outputs = std::move(out.outputs());
    world.processes[index].busy_until = carrier.at();
    core = carrier.at() + carrier.kernel_work();
    if (failure) {
        fail_logic(world, index, *failure);
    } else if (carrier.exit_status()) {
        end_process(world, index, carrier.at(), *carrier.exit_status());
    } else if (!world.proxies[static_cast<std::size_t>(proxy)].backlog.empty()) {
        serve_backlog(world, proxy);
    }
}

}  // namespace sim::world
