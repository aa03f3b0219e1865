#include "sim/search/state.hpp"

#include <algorithm>

namespace sim::search {

namespace {

using engine::Record;
using facts::Kind;

/// How many of a fact's words say what it is about; the others are its value.
struct About {
    Kind kind;
    std::size_t words;
    std::size_t value;
};
constexpr std::array abouts{
    About{Kind::database_state, 1, 2},
    About{Kind::database_role, 1, 3},
    About{Kind::streaming, 1, 3},
    About{Kind::host_power, 1, 2},
    About{Kind::link, 3, 4},
    About{Kind::recovery_job, 1, 2},
    About{Kind::believed_status, 2, 3},
    About{Kind::believed_primary, 1, 2},
    About{Kind::believed_leader, 1, 2},
    About{Kind::serves, 1, 2},
    About{Kind::leads, 1, 2},
    About{Kind::believed_quorum, 1, 2},
    About{Kind::believed_lock, 2, 3},
    About{Kind::pending_change, 2, 3},
    About{Kind::on_the_way, 2, 3},
};

}  // namespace

bool State::take(const Record& record) {
    const auto* about = std::ranges::find(abouts, Kind{record.kind}, &About::kind);
    if (about == abouts.end()) return false;
    std::array<std::uint32_t, 4> key{record.kind};
    std::array<std::uint32_t, 5> value{};
    std::copy_n(record.words.begin(), about->words, key.begin() + 1);
    std::copy_n(record.words.begin(), about->value, value.begin());
    auto& known = values_[key];
    const bool news = known != value;
    known = value;
    return news;
}

bool is_truth_or_belief(Kind kind) {
    return kind != Kind::pending_change && kind != Kind::on_the_way &&
           std::ranges::find(abouts, kind, &About::kind) != abouts.end();
}

}  // namespace sim::search
