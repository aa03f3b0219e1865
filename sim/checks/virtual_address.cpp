#include "sim/checks/virtual_address.hpp"

#include <algorithm>
#include <string>

#include "sim/checks/grace.hpp"

namespace sim::checks {
namespace {

bool names_an_address(const failover::Catalogue& catalogue, const scenario::ProxySpec& proxy) {
    for (std::size_t at = 0; at < catalogue.parameters.size(); ++at) {
        if (catalogue.parameters[at].name != "delegate_IP" || at >= proxy.parameters.size())
            continue;
        const auto* const value = std::get_if<std::string>(&proxy.parameters[at]);
        return value != nullptr && !value->empty();
    }
    return false;
}

}  // namespace

VirtualAddress::VirtualAddress(const Surroundings& surroundings) : Lasting(surroundings) {
    for (const auto& proxy : surroundings.scenario.proxies) {
        Grace other = leadership_grace(surroundings.catalogue, proxy);
        other.command = longest_command(proxy);
        if (other.total() > grace_.total()) grace_ = other;
        configured_ = configured_ || names_an_address(surroundings.catalogue, proxy);
    }
}

std::size_t VirtualAddress::holders() const {
    std::size_t count = 0;
    for (std::size_t proxy = 0; configured_ && proxy < scene().proxies(); ++proxy) {
        if (scene().answers_at_address(proxy)) ++count;
    }
    return count;
}

// ---- vip_conflict ------------------------------------------------------------------------------

Lasting::Look VipConflict::look(std::size_t) const {
    Look now;
    now.wrong = holders() > 1;
    now.grace = grace();
    return now;
}

Violation VipConflict::describe(std::size_t) const {
    Violation violation;
    violation.oracle = id;
    for (std::size_t proxy = 0; proxy < scene().proxies(); ++proxy) {
        if (!scene().answers_at_address(proxy)) continue;
        const auto number = static_cast<std::int32_t>(proxy);
        if (violation.evidence.empty()) violation.subject.proxy = failover::ProxyId{number};
        violation.evidence.push_back(
            evidence(Finding::has_address, scene().proxy(proxy).has_address, number));
    }
    return violation;
}

// ---- vip_missing -------------------------------------------------------------------------------

std::size_t VipMissing::subjects() const { return configured() ? scene().proxies() : 0; }

Lasting::Look VipMissing::look(std::size_t subject) const {
    Look now;
    now.wrong = scene().leads_with_quorum(subject) && scene().takes_part(subject) && holders() == 0;
    now.grace = grace();
    return now;
}

Violation VipMissing::describe(std::size_t subject) const {
    const auto number = static_cast<std::int32_t>(subject);
    Violation violation;
    violation.oracle = id;
    violation.subject.proxy = failover::ProxyId{number};
    violation.evidence = {
        evidence(Finding::leads_with_quorum, scene().proxy(subject).leads, number),
        Evidence{Finding::nobody_has_address, 0, {}, 0}};
    return violation;
}

}  // namespace sim::checks
