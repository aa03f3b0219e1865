#include "sim/scenario/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sim::scenario {

using failover::Severity;

std::string replaced(std::string text, const DialectWords* dialect) {
    if (dialect == nullptr) return text;
    for (const DialectWords::Replacement& word : dialect->replacements) {
        std::size_t at = 0;
        while (!word.from.empty() && (at = text.find(word.from, at)) != std::string::npos) {
            text.replace(at, word.from.size(), word.to);
            at += word.to.size();
        }
    }
    return text;
}

std::vector<TextPiece> pieces_of(std::string_view text, const DialectWords* dialect) {
    std::vector<TextPiece> pieces(1);
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with("{{") || text.substr(at).starts_with("}}")) {
            pieces.back().literal += text[at];
            at += 2;
        } else if (text[at] == '{') {
            const std::size_t end = std::min(text.find('}', at), text.size());
            const std::string_view hole = text.substr(at + 1, end - at - 1);
            const std::size_t colon = std::min(hole.find(':'), hole.size());
            const auto number = read_integer(hole.substr(0, colon));
            TextPiece piece;
            piece.argument = static_cast<std::int32_t>(number.value_or(0));
            piece.form = colon == hole.size() ? "" : std::string(hole.substr(colon + 1));
            pieces.push_back(std::move(piece));
            pieces.emplace_back();
            at = end + 1;
        } else {
            pieces.back().literal += text[at++];
        }
    }
    for (TextPiece& piece : pieces) piece.literal = replaced(std::move(piece.literal), dialect);
    return pieces;
}

const std::vector<Candidate>& TextForms::candidates(const std::string& form) {
    const auto known = std::ranges::find(known_, form, &Form::form);
    if (known != known_.end()) return known->candidates;
    known_.push_back({form, make(form)});
    return known_.back().candidates;
}

std::vector<Candidate> TextForms::make(const std::string& form) const {
    std::vector<Candidate> list;
    const Scenario& scenario = context_.scenario;
    if (form == "host") {
        for (std::size_t i = 0; i < scenario.databases.size(); ++i) {
            const auto host = static_cast<std::size_t>(scenario.databases[i].host.value);
            list.push_back({scenario.hosts[host].address, static_cast<std::int32_t>(i)});
        }
    }
    if (form == "proxy" || form == "proxyhost") {
        for (std::size_t i = 0; i < scenario.proxies.size(); ++i) {
            const ProxySpec& proxy = scenario.proxies[i];
            const auto host = static_cast<std::size_t>(proxy.host.value);
            list.push_back({form == "proxyhost"
                                ? proxy.wd_hostname
                                : fmt::format("{}:{} Linux {}", proxy.wd_hostname, proxy.port,
                                              scenario.hosts[host].name),
                            static_cast<std::int32_t>(i)});
        }
    }
    for (const failover::WordList& words : context_.catalogue->words) {
        if (words.name != form) continue;
        for (std::size_t i = 0; i < words.words.size(); ++i) {
            list.push_back({replaced(std::string(words.words[i]), context_.dialect),
                            words.first + static_cast<std::int32_t>(i)});
        }
    }
    // Longer words first: one may begin with another.
    std::ranges::stable_sort(
        list, [](const Candidate& a, const Candidate& b) { return a.text.size() > b.text.size(); });
    return list;
}

bool prints_number(std::string_view form) {
    return form.empty() || form == "port" || form == "wdport" || form == "proxyport";
}

bool is_printed(Severity severity) {
    return severity != Severity::debug && severity != Severity::info &&
           severity != Severity::notice;
}

bool is_dropped(const failover::MessageText& message, const DialectWords* dialect) {
    if (dialect == nullptr) return false;
    return std::ranges::find(dialect->dropped, message.key) != dialect->dropped.end();
}

}  // namespace sim::scenario
