#include "sim/simrun/trace_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/text.hpp"
#include "sim/simrun/trace_shapes.hpp"

namespace sim::simrun {
namespace {

using world::Fold;
using world::FoldOf;

constexpr std::array<std::string_view, engine::lane_count> lanes{"network",  "disk",    "database",
                                                                 "watchdog", "clients", "other"};
constexpr std::int64_t second = 1'000'000'000;

std::int64_t low_half(std::uint64_t word) { return static_cast<std::int32_t>(word & UINT32_MAX); }
std::int64_t high_half(std::uint64_t word) { return static_cast<std::int32_t>(word >> 32U); }

std::int64_t part_of(const Fold& fold, const Field& field) {
    const std::uint64_t word = fold.words[field.word];
    if (field.part == Part::low) return low_half(word);
    if (field.part == Part::high) return high_half(word);
    return static_cast<std::int64_t>(word);
}

/// To the nanosecond: two runs may part by one.
std::string exact_time(std::int64_t nanoseconds, engine::TrueTime serving) {
    const std::int64_t since = nanoseconds - serving.nanoseconds();
    const std::int64_t size = since < 0 ? -since : since;
    return fmt::format("{}{}:{:02}.{:09}", since < 0 ? "-" : "", size / second / 60,
                       size / second % 60, size % second);
}

std::string exact_span(std::int64_t nanoseconds) {
    if (nanoseconds % 1'000'000 == 0) return fmt::format("{}ms", nanoseconds / 1'000'000);
    return fmt::format("{}ns", nanoseconds);
}

template <class Names, class NameOf>
std::string name_in(const Names& names, std::int64_t index, const NameOf& name_of) {
    if (index < 0) return fmt::format("none({})", index);
    if (static_cast<std::size_t>(index) >= names.size()) return fmt::format("{}", index);
    return std::string(name_of(names[static_cast<std::size_t>(index)]));
}

std::string proxy_name(const reports::Cluster& cluster, std::int64_t proxy) {
    return name_in(cluster.proxies, proxy, [](const auto& each) { return each.name; });
}

std::string role_name(const reports::Cluster& cluster, std::int64_t role) {
    return name_in(cluster.catalogue->roles, role, [](const auto& each) { return each.name; });
}

std::string host_name(const reports::Cluster& cluster, std::int64_t host) {
    return name_in(cluster.hosts, host, [](const auto& each) { return each; });
}

std::string number_text(const Field& field, std::int64_t value, const reports::Cluster& cluster) {
    switch (field.form) {
        case Form::number:
            break;
        case Form::big:
            return fmt::format("{:x}", static_cast<std::uint64_t>(value));
        case Form::span:
            return exact_span(value);
        case Form::step:
            return fmt::format("{}", value + 1);
        case Form::host:
            return host_name(cluster, value);
        case Form::database:
            return name_in(cluster.backends, value, [](const auto& each) { return each.name; });
        case Form::proxy:
            return proxy_name(cluster, value);
        case Form::role:
            return role_name(cluster, value);
        case Form::parameter:
            return name_in(cluster.catalogue->parameters, value,
                           [](const auto& each) { return each.name; });
        case Form::word: {
            const std::int64_t index = value - field.words.first;
            if (index < 0 || static_cast<std::size_t>(index) >= field.words.words.size()) break;
            return std::string(field.words.words[static_cast<std::size_t>(index)]);
        }
    }
    return fmt::format("{}", value);
}

/// What no field names, so that no difference stays unseen.
std::string unnamed(Fold fold, std::size_t first, std::span<const Field> fields) {
    for (const Field& field : fields) {
        const std::uint64_t keep = field.part == Part::low    ? ~std::uint64_t{UINT32_MAX}
                                   : field.part == Part::high ? UINT32_MAX
                                                              : 0;
        fold.words[field.word] &= keep;
    }
    std::string text;
    for (std::size_t at = first; at < fold.size; ++at) {
        const std::uint64_t word = fold.words[at];
        if (word == 0) continue;
        text += fmt::format("  word{} {}|{}", at, low_half(word), high_half(word));
    }
    return text;
}

/// Whom it concerns, if the world knew: "node101/main pid 2001".
std::string subject_text(const world::Subject& subject, const reports::Cluster& cluster) {
    if (subject.proxy >= 0) {
        return fmt::format("  {}/{} pid {}", proxy_name(cluster, subject.proxy),
                           role_name(cluster, subject.role), subject.pid);
    }
    if (subject.plane < 0) return {};
    const auto end = [&](std::int32_t host) {
        return host < 0 ? std::string("client") : host_name(cluster, host);
    };
    return fmt::format("  {} {} - {}", plane_name(subject.plane), end(subject.from),
                       end(subject.to));
}

std::string shaped_text(const Fold& fold, const reports::Cluster& cluster) {
    const Shape shape = shape_of(fold);
    std::string text =
        shape.name.empty() ? fmt::format("kind {}", kind_of(fold)) : std::string(shape.name);
    text += subject_text(fold.subject, cluster);
    for (const Field& field : shape.fields) {
        text +=
            fmt::format("  {} {}", field.name, number_text(field, part_of(fold, field), cluster));
    }
    if (fold.of != FoldOf::event) return text + unnamed(fold, 2, shape.fields);
    Fold rest = fold;
    rest.words[1] &= ~std::uint64_t{0xffffU};  // the kind
    rest.words[4] = 0;
    return text + unnamed(rest, 1, shape.fields) + fmt::format("  cause record {}", fold.words[4]);
}

/// A line of a proxy's log: `first` is the index of the message id among the words.
std::string log_text(const Fold& fold, std::size_t first, const Fold& event,
                     const reports::Cluster& cluster) {
    const auto half = [&](std::size_t word, bool high) {
        return static_cast<std::int32_t>(high ? high_half(fold.words[word])
                                              : low_half(fold.words[word]));
    };
    const failover::MessageArguments arguments{half(first + 1, false), half(first + 1, true),
                                               half(first + 2, false), half(first + 2, true)};
    const std::uint64_t id = fold.words[first];
    std::string text = fmt::format("message {}", id);
    if (id < cluster.catalogue->messages.size()) {
        text =
            fmt::format("\"{}\"", reports::fill(cluster.catalogue->messages[id].text, arguments,
                                                cluster, failover::ProxyId{event.subject.proxy}));
    }
    return fmt::format("{}  arguments {}", text, fmt::join(arguments, " "));
}

/// The message's kind by its plane's list, then its words but trailing zeros.
std::string message_text(const Fold& fold, const Fold& event, const reports::Cluster& cluster) {
    std::span<const std::string_view> kinds;
    const auto plane = static_cast<failover::Plane>(event.subject.plane);
    if (plane == failover::Plane::watchdog) kinds = cluster.catalogue->kinds_watchdog;
    if (plane == failover::Plane::ipc) kinds = cluster.catalogue->kinds_ipc;
    const std::uint64_t kind = fold.words[0];
    std::vector<std::int64_t> words;
    for (std::size_t at = 1; at < fold.size; ++at) {
        words.push_back(low_half(fold.words[at]));
        words.push_back(high_half(fold.words[at]));
    }
    while (!words.empty() && words.back() == 0) words.pop_back();
    const std::string name =
        kind < kinds.size() ? std::string(kinds[kind]) : fmt::format("kind {}", kind);
    return fmt::format("message {}{}{}", name, words.empty() ? "" : "  words ",
                       fmt::join(words, " "));
}

/// Index of the event that the fold at `at` belongs to.
std::size_t event_of(std::span<const Fold> trace, std::size_t at) {
    while (at > 0 && trace[at].of != FoldOf::event) --at;
    return at;
}

bool has_time(const Fold& fold) {
    return fold.of != FoldOf::message && fold.of != FoldOf::more && fold.size > 0;
}

std::string side(std::span<const Fold> trace, std::size_t at, const reports::Cluster& cluster) {
    if (at >= trace.size()) return "the run had ended";
    const Fold& fold = trace[at];
    const std::string time =
        has_time(fold)
            ? exact_time(static_cast<std::int64_t>(fold.words[0]), cluster.serving) + "  "
            : std::string();
    return fmt::format("{}lane {}  {}", time, to_string(fold.lane),
                       fold_text(fold, trace[event_of(trace, at)], cluster));
}

}  // namespace

std::string_view to_string(engine::Lane lane) { return lanes[static_cast<std::size_t>(lane)]; }

std::string fold_text(const Fold& fold, const Fold& event, const reports::Cluster& cluster) {
    switch (fold.of) {
        case FoldOf::event:
            return shaped_text(fold, cluster);
        case FoldOf::fact:
            return "fact " + shaped_text(fold, cluster);
        case FoldOf::output:
            if (shape_of(fold).name == "Log")
                return "wants Log " + log_text(fold, 2, event, cluster);
            return "wants " + shaped_text(fold, cluster);
        case FoldOf::log_line:
            return "logs " + log_text(fold, 1, event, cluster);
        case FoldOf::message:
            return message_text(fold, event, cluster);
        case FoldOf::more:
            break;
    }
    return fmt::format("more  {}",
                       fmt::join(fold.words.begin(), fold.words.begin() + fold.size, " "));
}

std::string trace_text(std::span<const Fold> trace, const reports::Cluster& cluster) {
    std::string text;
    std::size_t events = 0;
    for (std::size_t at = 0; at < trace.size(); ++at) {
        const Fold& fold = trace[at];
        if (fold.of == FoldOf::event) ++events;
        text += fold.of == FoldOf::event ? fmt::format("{:>7}  ", events) : std::string(11, ' ');
        text += side(trace, at, cluster) + "\n";
    }
    return text;
}

std::string difference_text(std::span<const Fold> one, std::span<const Fold> other,
                            const reports::Cluster& cluster) {
    const std::size_t common = std::min(one.size(), other.size());
    std::size_t at = 0;
    while (at < common && one[at].same(other[at])) ++at;
    if (at == one.size() && at == other.size()) return {};
    const auto events = std::count_if(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(at),
                                      [](const Fold& fold) { return fold.of == FoldOf::event; });
    std::string text;
    if (at > 0 && events > 0) {
        text += fmt::format("  the same in both up to event {}\n    both   {}\n", events,
                            side(one, event_of(one, at - 1), cluster));
    }
    return text + fmt::format("  first difference\n    one    {}\n    other  {}\n",
                              side(one, at, cluster), side(other, at, cluster));
}

}  // namespace sim::simrun
