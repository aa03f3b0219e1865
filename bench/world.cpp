// What whole worlds cost: a step of the failover logic, keeping a world, running a story from its
// start to its end. All through what their users call.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <vector>

#include "bench/stories.hpp"
#include "failover/words/database.hpp"
#include "sim/world/beliefs.hpp"

namespace {

using failover::Input;
using sim::simrun::Prepared;
using sim::world::World;

constexpr std::array stories{"stale_down.toml", "stale_down_under_load.toml",
                             "recorded/stale_down.toml"};

const char* story(const benchmark::State& state) {
    return stories[static_cast<std::size_t>(state.range(0))];
}

// ---- step --------------------------------------------------------------------------------------

/// Numbers from far beyond those that a story has given.
class Numbers final : public failover::Host {
  public:
    failover::Pid next_pid() override { return failover::Pid{++last_}; }
    std::int32_t next_number() override { return ++last_; }
    std::size_t choose_backend(failover::ConnectionId, std::span<const failover::BackendId>,
                               std::span<const std::uint64_t>) override {
        return 0;
    }

  private:
    std::int32_t last_ = 1'000'000;
};

/// One process of one proxy in the middle of a story, alone: its clock is set forward to each of
/// its timers, and all that it asks of databases is answered at once and well.
class Alone {
  public:
    Alone(const World& world, std::int32_t proxy, failover::Pid process)
        : logic_(world.proxies[static_cast<std::size_t>(proxy)].logic),
          process_(process),
          now_(sim::world::host_clock(world, sim::facts::HostId{0}, world.kernel.now())) {}

    /// One step on its next input. False if it takes none that can be thought of.
    bool step() {
        const std::optional<Input> input = next();
        if (!input) return false;
        if (std::holds_alternative<failover::TimedOut>(input->what)) {
            now_ = now_ + timer_;
            ++rounds_;
        }
        out_.clear();
        logic_.step(now_, process_, std::span(&*input, 1), out_);
        for (const failover::Output& output : out_.outputs()) note(output);
        return true;
    }
    [[nodiscard]] std::uint64_t lines() const { return lines_; }    ///< that it logged
    [[nodiscard]] std::uint64_t rounds() const { return rounds_; }  ///< of its timer

  private:
    void note(const failover::Output& output) {
        if (const auto* wish = std::get_if<failover::Connect>(&output.what)) {
            connection_ = wish->connection;
            connected_ = false;
        }
        if (const auto* wish = std::get_if<failover::SetTimer>(&output.what)) {
            timer_ = wish->at_least;
        }
        if (std::holds_alternative<failover::Log>(output.what)) ++lines_;
    }
    std::optional<Input> next() {
        failover::Message ready;
        ready.kind = static_cast<std::uint16_t>(failover::database::Answer::ready);
        const Input answered{failover::Received{connection_, ready}, {}};
        const Input connected{failover::Connected{connection_}, {}};
        if (!connected_ && logic_.takes(process_, connected)) {
            connected_ = true;
            return connected;
        }
        if (logic_.takes(process_, answered)) return answered;
        const Input timer{failover::TimedOut{}, {}};
        return logic_.takes(process_, timer) ? std::optional(timer) : std::nullopt;
    }

    sim::world::LogicBox logic_;
    failover::Pid process_;
    failover::Instant now_;
    failover::Duration timer_{};
    failover::ConnectionId connection_ = failover::no_connection;
    bool connected_ = true;
    std::uint64_t lines_ = 0;
    std::uint64_t rounds_ = 0;
    Numbers numbers_;
    failover::Outbox out_{numbers_};
};

/// In all stories the proxies serve, the database that they believe down streams, and nothing is
/// going on but checks, beacons and what clients write.
std::unique_ptr<World> quiet_instant(const Prepared& prepared) {
    return bench::at(prepared, std::chrono::minutes{1});
}

/// main in its rounds of health checks: connect, startup, answer, goodbye, for two databases.
void step_main(benchmark::State& state) {
    const Prepared prepared = bench::load(stories[0]);
    const auto world = quiet_instant(prepared);
    const auto main = world->processes[world->proxies[0].main].pid;
    Alone alone(*world, 0, main);
    std::uint64_t steps = 0;
    for (auto _ : state) {
        if (!alone.step()) state.SkipWithError("main waits for something else");
        ++steps;
    }
    if (alone.lines() > 0) state.SkipWithError("main has found something to say");
    const auto rounds = static_cast<double>(std::max<std::uint64_t>(alone.rounds(), 1));
    state.counters["steps_a_round"] = static_cast<double>(steps) / rounds;
}
BENCHMARK(step_main);

/// A watchdog's turn in which nothing is due, on the same second again and again.
void step_watchdog(benchmark::State& state) {
    const Prepared prepared = bench::load(stories[0]);
    const auto world = quiet_instant(prepared);
    constexpr failover::Role watchdog = 1;
    const auto process = std::find_if(
        world->processes.begin(), world->processes.end(), [](const sim::world::Process& candidate) {
            return candidate.alive && candidate.proxy == 0 && candidate.role == watchdog;
        });
    sim::world::LogicBox logic = world->proxies[0].logic;
    const failover::Instant now =
        sim::world::host_clock(*world, sim::facts::HostId{0}, world->kernel.now());
    const Input tick{failover::TimedOut{}, {}};
    Numbers numbers;
    failover::Outbox out(numbers);
    for (auto _ : state) {
        out.clear();
        logic.step(now, process->pid, std::span(&tick, 1), out);
        benchmark::DoNotOptimize(out.outputs().data());
    }
    state.counters["outputs"] = static_cast<double>(out.outputs().size());
}
BENCHMARK(step_watchdog);

// ---- keeping a world ---------------------------------------------------------------------------

/// `kept = world` by turns at sixteen instants of a story, evenly spread over its events, into one
/// kept world: what differs between them is written, not only what one instant has.
void copy(benchmark::State& state) {
    const Prepared prepared = bench::load(story(state));
    constexpr std::uint64_t instants = 16;
    const std::uint64_t events = bench::count_events(prepared);
    std::vector<std::unique_ptr<World>> worlds;
    for (std::uint64_t i = 1; i <= instants; ++i) {
        worlds.push_back(bench::after(prepared, events * i / (instants + 1)));
    }
    World kept = *worlds.front();
    std::size_t next = 0;
    for (auto _ : state) {
        kept = *worlds[++next % instants];
        benchmark::DoNotOptimize(kept);
    }
    while (kept.advance()) {
    }
    if (kept.kernel.fingerprint() != bench::after(prepared, events)->kernel.fingerprint()) {
        state.SkipWithError("the kept world comes to another end");
    }
    state.SetLabel(story(state));
}
BENCHMARK(copy)->DenseRange(0, 2);

/// The same at one instant, while nobody notices.
void copy_quiet(benchmark::State& state) {
    const Prepared prepared = bench::load(story(state));
    const auto world = quiet_instant(prepared);
    World kept = *world;
    for (auto _ : state) {
        kept = *world;
        benchmark::DoNotOptimize(kept);
    }
    state.counters["living"] = static_cast<double>(
        std::count_if(world->processes.begin(), world->processes.end(),
                      [](const sim::world::Process& process) { return process.alive; }));
    state.SetLabel(story(state));
}
BENCHMARK(copy_quiet)->DenseRange(0, 2);

// ---- whole runs --------------------------------------------------------------------------------

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Processor time of `action`, so that waiting for a busy machine does not count.
template <class Action>
double seconds(const Action& action) {
    const std::clock_t begin = std::clock();
    action();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// From start to verdict under the file's seed, facts kept, as for judging. By turns with it, what
/// a copy of the quiet instant costs: reported is how many of them cost as much as the run.
void run(benchmark::State& state) {
    constexpr int copies = 64;
    const Prepared prepared = bench::load(story(state));
    const auto world = quiet_instant(prepared);
    World kept = *world;
    sim::world::RunOptions options;
    options.seed = prepared.scenario.seed;
    sim::world::Run last;
    std::vector<double> ratios;
    for (auto _ : state) {
        const double taken = seconds([&] { last = sim::simrun::play(prepared, options); });
        const double copied = seconds([&] {
            for (int i = 0; i < copies; ++i) {
                kept = *world;
                benchmark::DoNotOptimize(kept);
            }
        });
        if (copied > 0) ratios.push_back(taken * copies / copied);
        state.SetIterationTime(taken);
    }
    const auto events = static_cast<double>(last.events);
    state.counters["events"] = events;
    state.counters["messages"] = static_cast<double>(last.messages);
    state.counters["commits"] = static_cast<double>(last.commits);
    state.counters["an_event"] = benchmark::Counter(
        events, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    if (!ratios.empty()) state.counters["copies"] = median(ratios);
    state.SetLabel(story(state));
}
BENCHMARK(run)->DenseRange(0, 2)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
