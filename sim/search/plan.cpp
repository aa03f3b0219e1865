#include "sim/search/plan.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "engine/choices.hpp"
#include "sim/search/budget.hpp"
#include "sim/search/cast.hpp"
#include "sim/search/draw.hpp"

namespace sim::search {

namespace {

using engine::Duration;
using scenario::Aims;
using scenario::Chaos;
using scenario::Nemesis;
using scenario::Scenario;

/// A role is as likely as all names together: what hits the primary, or the leader, is worth more
/// than what hits anybody.
std::string somebody(const Draw& draw, std::string_view role, const std::vector<std::string>& all) {
    if (!role.empty() && draw.below("role", 2) == 0) return std::string(role);
    return draw.one_of("who", all);
}

class Aim {
  public:
    Aim(const Cast& cast, const Nemesis& nemesis) : cast_(cast), nemesis_(nemesis) {}

    /// Gives the fault its targets; false: there is nobody.
    [[nodiscard]] bool take(const Draw& draw, Fault& fault) const {
        switch (nemesis_.item->aims) {
            case Aims::database:
                return one(draw, fault, draw.below("standby", 2) == 0 ? "primary" : "a_standby",
                           cast_.databases);
            case Aims::standby:
                return one(draw, fault, "a_standby", cast_.databases);
            case Aims::proxy:
                return one(draw, fault, "leader", cast_.proxies);
            case Aims::host:
                return one(draw, fault, "", cast_.hosts);
            case Aims::proxy_host:
                return one(draw, fault, "", cast_.proxies);
            case Aims::all_proxies:
                fault.target = cast_.proxies;
                return !fault.target.empty();
            case Aims::island:
                return island(draw, fault);
            case Aims::halves:
                return halves(draw, fault);
            case Aims::path:
                return path(draw, fault, cast_.hosts, cast_.hosts);
            case Aims::proxy_path:
                return path(draw, fault, cast_.proxies, cast_.proxies);
            case Aims::health_path:
                return path(draw, fault, cast_.proxies, cast_.databases);
            case Aims::replication_path:
                return path(draw, fault, cast_.databases, cast_.databases);
            case Aims::backend:
            case Aims::no_backend:
                return told(draw, fault);
            case Aims::session:
                if (cast_.proxies.empty()) return false;
                fault.on = draw.one_of("on", cast_.proxies);
                return true;
        }
        return false;
    }

  private:
    bool one(const Draw& draw, Fault& fault, std::string_view role,
             const std::vector<std::string>& all) const {
        if (!nemesis_.targets.empty()) {
            fault.target = {draw.one_of("who", nemesis_.targets)};
            return true;
        }
        if (all.empty()) return false;
        fault.target = {somebody(draw, role, all)};
        return true;
    }
    bool island(const Draw& draw, Fault& fault) const {
        if (cast_.hosts.size() < 2) return false;
        fault.target = {
            draw.one_of("who", nemesis_.targets.empty() ? cast_.hosts : nemesis_.targets)};
        for (const std::string& host : cast_.hosts) {
            if (host != fault.target.front()) fault.others.push_back(host);
        }
        return true;
    }
    bool halves(const Draw& draw, Fault& fault) const {
        if (cast_.hosts.size() < 2) return false;
        for (const std::string& host : cast_.hosts) {
            const bool here = draw.below("side", 2) == 0;
            (here ? fault.target : fault.others).push_back(host);
        }
        // A side with nobody on it is no half.
        if (fault.others.empty()) std::swap(fault.target, fault.others);
        if (fault.target.empty()) {
            fault.target.push_back(fault.others.back());
            fault.others.pop_back();
        }
        return true;
    }
    static bool path(const Draw& draw, Fault& fault, const std::vector<std::string>& from,
                     const std::vector<std::string>& to) {
        if (from.empty() || to.empty()) return false;
        fault.target = {draw.one_of("from", from), draw.one_of("to", to)};
        return fault.target[0] != fault.target[1];
    }
    bool told(const Draw& draw, Fault& fault) const {
        if (cast_.proxies.empty() || cast_.databases.empty()) return false;
        fault.on = draw.one_of("on", cast_.proxies);
        const auto backends = static_cast<std::uint64_t>(cast_.databases.size());
        const bool nobody = nemesis_.item->aims == Aims::no_backend;
        fault.node = static_cast<std::int64_t>(nobody ? backends : draw.below("node", backends));
        return true;
    }

    const Cast& cast_;
    const Nemesis& nemesis_;
};

/// A fault with the course it belongs to.
struct Drawn {
    Fault fault;
    const Nemesis* course = nullptr;
};

constexpr Duration recovery = std::chrono::seconds{20};  ///< the time in which a fault is got over
constexpr Duration jitter = std::chrono::milliseconds{100};

class Planner {
  public:
    Planner(const Scenario& cluster, const Chaos& chaos, std::uint64_t seed)
        : chaos_(chaos), cast_(cast_of(cluster)), choices_(seed) {}

    Plan plan() {
        for (std::size_t n = 0; n < chaos_.nemeses.size(); ++n) draw_course(n);
        sort();
        for (std::size_t i = 1; i < drawn_.size(); ++i) place_near_the_one_before(i);
        sort();
        Plan plan;
        plan.seed = choices_.seed();
        for (Drawn& drawn : drawn_) plan.faults.push_back(std::move(drawn.fault));
        keep_within(plan.faults, chaos_.budget, cast_);
        draw_settings(plan);
        return plan;
    }

  private:
    void sort() {
        std::ranges::stable_sort(drawn_, {}, [](const Drawn& drawn) { return drawn.fault.at; });
    }

    /// All faults of one [[nemesis]], each at any time.
    void draw_course(std::size_t n) {
        const Nemesis& nemesis = chaos_.nemeses[n];
        const bool typed = nemesis.item->spends == scenario::Spends::operators;
        if (typed && chaos_.budget.no_operator_needed) return;
        const Draw draw(choices_, nemesis.item->name, static_cast<std::uint32_t>(n));
        if (chaos_.half_of_them && draw.below("takes_part", 2) == 0) return;
        constexpr std::int64_t whole = 1'000;
        const auto expected = static_cast<std::uint64_t>(chaos_.span * whole / nemesis.every);
        // Twice the average at most, and the part of one that the average leaves over.
        std::uint64_t faults = draw.below("count", 2 * (expected / whole) + 1);
        if (draw.below("one_more", whole) < expected % whole) ++faults;
        for (std::uint64_t i = 0; i < faults; ++i) draw_fault(nemesis, draw);
    }
    void draw_fault(const Nemesis& nemesis, const Draw& draw) {
        Fault fault;
        fault.item = nemesis.item;
        fault.at = rounded(draw.between("at", {}, chaos_.span));
        if (nemesis.length.most.count() > 0) {
            const auto [least, most] = nemesis.length;
            fault.lasts = std::max(rounded(draw.between("lasts", least, most)),
                                   Duration{std::chrono::milliseconds{1}});
        }
        if (!Aim(cast_, nemesis).take(draw, fault)) return;
        for (std::int64_t time = 0; time < nemesis.repeat; ++time) {
            drawn_.push_back({fault, &nemesis});
            fault.at += fault.lasts + nemesis.gap;
        }
    }

    /// Half of the faults begin when a timer of the product that the one before has set going is
    /// about to fire: that is where the product has its seams.
    void place_near_the_one_before(std::size_t i) {
        const Draw draw(choices_, "near", static_cast<std::uint32_t>(i));
        const Nemesis& course = *drawn_[i].course;
        const auto timers = scenario::product_timers();
        const auto& any_timer = timers[draw.below("timer", timers.size())];
        const Duration off = draw.between("off", Duration{0}, jitter);
        Duration after{};
        if (course.during) {
            after = draw.between("during", Duration{0}, recovery);
        } else if (course.align != nullptr) {
            after = span_of(*course.align) + off;
        } else if (draw.below("any_time", 2) == 0) {
            after = span_of(any_timer) + off;
        } else {
            return;
        }
        drawn_[i].fault.at = rounded(drawn_[i - 1].fault.at + after);
    }
    [[nodiscard]] Duration span_of(const scenario::ProductTimer& timer) const {
        return timer.span.count() > 0 ? timer.span : chaos_.health_check_period;
    }

    void draw_settings(Plan& plan) {
        for (std::size_t n = 0; n < chaos_.variations.size(); ++n) {
            const scenario::Vary& vary = chaos_.variations[n];
            const Draw draw(choices_, "vary", static_cast<std::uint32_t>(n));
            plan.settings.push_back(
                {vary.path, {}, vary.values[draw.below("value", vary.values.size())]});
        }
    }

    /// To whole milliseconds: a file is for reading.
    static Duration rounded(Duration span) {
        return std::chrono::floor<std::chrono::milliseconds>(span);
    }

    const Chaos& chaos_;
    Cast cast_;
    engine::Choices choices_;
    std::vector<Drawn> drawn_;
};

}  // namespace

Plan plan(const Scenario& cluster, const Chaos& chaos, std::uint64_t seed) {
    return Planner(cluster, chaos, seed).plan();
}

}  // namespace sim::search
