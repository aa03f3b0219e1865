#include "sim/search/sealing.hpp"

#include <algorithm>

#include "sim/checks/judge.hpp"
#include "sim/world/playing.hpp"

namespace sim::search {

namespace {

using engine::TrueTime;
using world::Playing;

class Sealer {
  public:
    Sealer(const scenario::Scenario& scenario, const world::LogicEntry& logic,
           const Failure& failure, const SealingOptions& options)
        : scenario_(scenario), logic_(logic), failure_(failure), options_(options) {}

    Sealing run() {
        const std::int64_t end = failure_.violated_at.nanoseconds();
        std::vector<Playing> kept;
        kept.reserve(options_.instants);
        Playing playing(scenario_, logic_, run_options());
        for (std::uint32_t i = 0; i < options_.instants; ++i) {
            if (!playing.play_to(TrueTime{end / options_.instants * i})) break;
            kept.push_back(playing);
            sealing_.curve.push_back(futures_of(playing));
        }
        find_jump(kept);
        std::ranges::stable_sort(sealing_.curve, {}, &Futures::from);
        return std::move(sealing_);
    }

  private:
    [[nodiscard]] world::RunOptions run_options() const {
        world::RunOptions options;
        options.seed = scenario_.seed;
        options.words = options_.words;
        return options;
    }

    Futures futures_of(const Playing& playing) {
        Futures futures{playing.now(), 0, options_.futures};
        for (std::uint32_t i = 0; i < options_.futures; ++i) {
            Playing future = playing;
            future.draw_anew(scenario_.seed + ++drawn_);
            if (fails(future.finish())) ++futures.failed;
        }
        return futures;
    }
    [[nodiscard]] bool fails(const world::Run& run) const {
        const checks::Verdict verdict =
            checks::judge(scenario_, *logic_.catalogue, checks::ran_of(run));
        return std::ranges::any_of(verdict.violations, [&](const checks::Violation& violation) {
            return violation.oracle == failure_.oracle;
        });
    }
    static bool all_fail(const Futures& futures) { return futures.failed == futures.of; }

    /// Halves the span between the last instant with a good future and the first without.
    void find_jump(const std::vector<Playing>& kept) {
        const auto& curve = sealing_.curve;
        const auto last_open = std::find_if_not(curve.rbegin(), curve.rend(), all_fail);
        if (last_open == curve.rend() || last_open == curve.rbegin()) return;
        const auto at = static_cast<std::size_t>(curve.rend() - last_open) - 1;
        TrueTime open = curve[at].from;
        TrueTime closed = curve[at + 1].from;
        const Playing& from = kept[at];
        for (std::uint32_t i = 0; i < options_.halvings && open < closed; ++i) {
            Playing middle = from;
            const auto half = (closed - open) / 2;
            if (!middle.play_to(open + half) || middle.now() >= closed) break;
            const Futures futures = futures_of(middle);
            (all_fail(futures) ? closed : open) = futures.from;
            sealing_.curve.push_back(futures);
        }
        sealing_.open_at = open;
        sealing_.sealed_at = closed;
    }

    const scenario::Scenario& scenario_;
    const world::LogicEntry& logic_;
    const Failure& failure_;
    const SealingOptions& options_;
    Sealing sealing_;
    std::uint64_t drawn_ = 0;
};

}  // namespace

Sealing seal(const scenario::Scenario& scenario, const world::LogicEntry& logic,
             const Failure& failure, const SealingOptions& options) {
    return Sealer(scenario, logic, failure, options).run();
}

}  // namespace sim::search
