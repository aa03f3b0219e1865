#include "sim/world/targets.hpp"

#include <algorithm>
#include <string>

#include "sim/scenario/verbs.hpp"
#include "sim/world/actions.hpp"
#include "sim/world/beliefs.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

using facts::Resolution;
using scenario::Target;
using Of = Target::Of;
using Ids = std::vector<std::int64_t>;

HostId host_of(const scenario::Scenario& story, Of of, std::int64_t id) {
    const auto index = static_cast<std::size_t>(id);
    if (of == Of::database) return story.databases[index].host;
    if (of == Of::proxy) return story.proxies[index].host;
    return HostId{static_cast<std::int32_t>(id)};
}

/// A host as a database, a proxy or itself; -1 if it carries none.
std::int32_t on_host(const scenario::Scenario& story, HostId host, Of of) {
    const auto& spec = story.hosts[static_cast<std::size_t>(host.value)];
    if (of == Of::database) return spec.database ? spec.database->value : -1;
    if (of == Of::proxy) return spec.proxy ? spec.proxy->value : -1;
    return host.value;
}

/// Everybody of a kind but one.
Ids all_but(const World& world, Of of, std::int32_t id) {
    const auto& story = world.plan->scenario;
    const std::size_t count = of == Of::database ? story.databases.size()
                              : of == Of::proxy  ? story.proxies.size()
                                                 : story.hosts.size();
    Ids ids;
    for (std::size_t i = 0; i < count; ++i) {
        if (static_cast<std::int32_t>(i) != id) ids.push_back(static_cast<std::int64_t>(i));
    }
    return ids;
}

/// Standbys that an action can be done to: starting one wants a stopped one, all else a running.
Ids standbys(const World& world, scenario::Verb verb) {
    const DatabaseState wanted =
        verb == scenario::Verb::start_database ? DatabaseState::stopped : DatabaseState::running;
    Ids ids;
    for (std::size_t d = 0; d < world.databases.size(); ++d) {
        const Database& database = world.databases[d];
        if (database.role != DatabaseRole::standby || database.state != wanted) continue;
        ids.push_back(static_cast<std::int64_t>(d));
    }
    return ids;
}

/// One of several, drawn; nobody if there is none.
std::int64_t one_of(World& world, const Ids& ids, std::string_view what, Of of) {
    if (ids.size() < 2) return ids.empty() ? -1 : ids.front();
    const std::vector<std::uint64_t> weights(ids.size(), 1);
    const Question question =
        engine::Question{} / engine::segment("operator") / engine::segment(what);
    const ChoiceOf kind = of == Of::database ? ChoiceOf::database : ChoiceOf::number;
    return ids[world.kernel.pick(question, {ids, weights, kind},
                                 [&] { return "operator/" + std::string(what); })];
}

class Resolver {
  public:
    Resolver(World& world, std::uint32_t activity)
        : world_(world),
          step_(world.story.activities[activity].step),
          action_index_(world.story.activities[activity].action),
          verb_(action_of(world, world.story.activities[activity]).verb) {}

    [[nodiscard]] bool good() const { return good_; }

    std::int32_t one(const Target& target) {
        if (target.kind == Target::Kind::named) return target.id;
        std::int32_t id = -1;
        switch (target.kind) {
            case Target::Kind::named:
                break;
            case Target::Kind::bound:
                id = given_as(world_, static_cast<std::size_t>(target.id), target.of);
                break;
            case Target::Kind::primary:
                id = from(only(scenario::Function::primaries), Of::database, target.of);
                break;
            case Target::Kind::leader:
                id = from(only(scenario::Function::leaders), Of::proxy, target.of);
                break;
            case Target::Kind::a_standby:
                id = from(one_of(world_, standbys(world_, verb_), "a_standby", Of::database),
                          Of::database, target.of);
                break;
            case Target::Kind::other:
                id = static_cast<std::int32_t>(
                    one_of(world_, all_but(world_, target.of, target.id), "other", target.of));
                break;
        }
        tell(target, id);
        return id;
    }
    std::vector<HostId> hosts(const std::vector<Target>& targets) {
        std::vector<HostId> ids;
        for (const Target& target : targets) ids.push_back(HostId{one(target)});
        return ids;
    }

  private:
    /// The one member of a set, or nobody: of two primaries none is *the* primary.
    [[nodiscard]] std::int64_t only(scenario::Function set) const {
        const Ids members = Now(world_).members(set);
        return members.size() == 1 ? members.front() : -1;
    }
    [[nodiscard]] std::int32_t from(std::int64_t id, Of is, Of of) const {
        if (id < 0) return -1;
        const auto& story = world_.plan->scenario;
        return is == of ? static_cast<std::int32_t>(id)
                        : on_host(story, host_of(story, is, id), of);
    }
    void tell(const Target& target, std::int32_t id) {
        constexpr auto bound = static_cast<std::uint32_t>(Target::Kind::bound);
        static_assert(static_cast<std::uint32_t>(Target::Kind::other) - bound ==
                      static_cast<std::uint32_t>(Resolution::other));
        world_.kernel.fact(Kind::resolved,
                           {step_, action_index_, static_cast<std::uint32_t>(target.kind) - bound,
                            static_cast<std::uint32_t>(id), static_cast<std::uint32_t>(target.of)});
        good_ = good_ && id >= 0;
    }

    World& world_;
    std::uint32_t step_;
    std::uint32_t action_index_;
    scenario::Verb verb_;
    bool good_ = true;
};

void add_links(std::vector<Link>& links, const std::vector<HostId>& from,
               const std::vector<HostId>& to, std::uint8_t plane) {
    for (const HostId a : from) {
        for (const HostId b : to) {
            if (a != b) links.push_back({a, b, plane});
        }
    }
}

std::vector<Link> links_of(Resolver& resolver, const scenario::Action& action) {
    const std::uint8_t plane =
        action.plane ? static_cast<std::uint8_t>(*action.plane) : Link::all_planes;
    std::vector<Link> links;
    const std::vector<HostId> from = resolver.hosts(action.from);
    add_links(links, from, resolver.hosts(action.to), plane);
    std::vector<std::vector<HostId>> groups;
    for (const auto& group : action.groups) groups.push_back(resolver.hosts(group));
    for (std::size_t a = 0; a < groups.size(); ++a) {
        for (std::size_t b = 0; b < groups.size(); ++b) {
            if (a != b) add_links(links, groups[a], groups[b], plane);
        }
    }
    return links;
}

}  // namespace

std::int32_t given_as(const World& world, std::size_t name, Of of) {
    const std::int32_t host = world.story.bindings[name];
    return host < 0 ? -1 : on_host(world.plan->scenario, HostId{host}, of);
}

bool resolve_targets(World& world, std::uint32_t index) {
    const scenario::Action& action = action_of(world, world.story.activities[index]);
    Resolver resolver(world, index);
    Activity found = world.story.activities[index];
    for (const Target& target : action.targets) found.targets.push_back(resolver.one(target));
    if (action.on) found.on = resolver.one(*action.on);
    if (action.node) found.node = resolver.one(*action.node);
    found.links = links_of(resolver, action);
    if (!resolver.good()) return false;
    if (action.bind) {
        const HostId host =
            host_of(world.plan->scenario, action.targets.front().of, found.targets.front());
        world.story.bindings[*action.bind] = host.value;
    }
    world.story.activities[index] = std::move(found);
    return true;
}

}  // namespace sim::world
