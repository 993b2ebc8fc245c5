// The vocabulary as tables, each searched from the top. A table holds beginnings of lines, parts of
// lines or whole lines, and is asked by begins(), holds() or contains().
#include "layout/phrases.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/words.h"

namespace dragoman {
namespace {

constexpr std::array<std::string_view, 89> kPromptStarts = {"read more",
                                                            "read also",
                                                            "also read",
                                                            "read next",
                                                            "see also",
                                                            "also see",
                                                            "related:",
                                                            "related story",
                                                            "related stories",
                                                            "related articles",
                                                            "related news",
                                                            "related topics",
                                                            "recommended for you",
                                                            "recommended stories",
                                                            "you may also like",
                                                            "you might also like",
                                                            "don't miss",
                                                            "in case you missed",
                                                            "up next",
                                                            "click here",
                                                            "tap here",
                                                            "sign up",
                                                            "register now",
                                                            "create an account",
                                                            "already a subscriber",
                                                            "already have an account",
                                                            "become a member",
                                                            "become a subscriber",
                                                            "to continue reading",
                                                            "continue reading",
                                                            "keep reading",
                                                            "start your free trial",
                                                            "support our journalism",
                                                            "get our ",
                                                            "get the latest",
                                                            "get breaking",
                                                            "get unlimited",
                                                            "join us on",
                                                            "join the conversation",
                                                            "follow us",
                                                            "follow @",
                                                            "follow our",
                                                            "like us on",
                                                            "connect with us",
                                                            "download our",
                                                            "download the app",
                                                            "share this",
                                                            "share on",
                                                            "share via",
                                                            "share:",
                                                            "email this",
                                                            "print this",
                                                            "copy link",
                                                            "advertise with",
                                                            "tags:",
                                                            "topics:",
                                                            "tagged:",
                                                            "filed under",
                                                            "categories:",
                                                            "category:",
                                                            "\xC2\xA9",
                                                            "(c) 20",
                                                            "we use cookies",
                                                            "this site uses",
                                                            "this website uses",
                                                            "by clicking",
                                                            "by using this",
                                                            "accept all",
                                                            "manage cookies",
                                                            "back to top",
                                                            "load more",
                                                            "show more",
                                                            "view more",
                                                            "view all",
                                                            "view comments",
                                                            "leave a reply",
                                                            "leave a comment",
                                                            "post a comment",
                                                            "add a comment",
                                                            "comments are closed",
                                                            "copyright \xC2\xA9",
                                                            "copyright (c)",
                                                            "copyright 20",
                                                            "subscribe to ",
                                                            "subscribe now",
                                                            "subscribe for",
                                                            "contact us",
                                                            "log in to ",
                                                            "sign in to "};

// Words that begin prompts and sentences alike: they count only where the line is no sentence.
constexpr std::array<std::string_view, 32> kWeakPromptStarts = {
    "more on ",   "more from ",   "more:",         "share",          "tweet",         "subscribe", "donate",
    "cookie",     "copyright",    "advertisement", "sponsored",      "promoted",      "whatsapp",  "see more",
    "tags ",      "terms of",     "about us",      "login",          "read the full", "click to",  "support us",
    "find us on", "paid content", "skip to",       "privacy policy", "read:",         "pin it",    "sign in",
    "log in",     "register to",  "join our",      "posted in"};

constexpr std::array<std::string_view, 31> kNotices = {"all rights reserved",
                                                       "your inbox",
                                                       "daily newsletter",
                                                       "privacy policy",
                                                       "terms of service",
                                                       "terms of use",
                                                       "cookie policy",
                                                       "follow us on",
                                                       "like us on facebook",
                                                       "whatsapp channel",
                                                       "telegram channel",
                                                       "click here",
                                                       "subscribe now",
                                                       "subscribe to our",
                                                       "subscriber-only",
                                                       "support independent journalism",
                                                       "may not be published, broadcast",
                                                       "may not be reproduced",
                                                       "without prior written permission",
                                                       "do not necessarily reflect",
                                                       "do not necessarily represent",
                                                       "email address will not be published",
                                                       "required fields are marked",
                                                       "unsubscribe at any time",
                                                       "affiliate commission",
                                                       "ad blocker",
                                                       "story continues below",
                                                       "article continues below",
                                                       "reproduced without",
                                                       "copyright 20",
                                                       "(c) 20"};

// They count where the line speaks to the reader: "free trial" is also what courts owe the accused.
constexpr std::array<std::string_view, 15> kWeakNotices = {
    "our app",          "mobile app",           "sign up for",
    "sign up to",       "sign up today",        "free trial",
    "log in to",        "terms and conditions", "javascript",
    "our newsletter",   "newsletter for",       "exclusive to subscribers",
    "subscribers only", "continues after",      "we may earn a commission"};

constexpr std::array<std::string_view, 5> kReaderWords = {" you ", " your ", " our ", " us ", "please "};

constexpr std::array<std::string_view, 42> kCreditStarts = {"reporting by",
                                                            "(reporting by",
                                                            "(additional reporting",
                                                            "additional reporting",
                                                            "editing by",
                                                            "(editing by",
                                                            "edited by",
                                                            "(edited by",
                                                            "writing by",
                                                            "(writing by",
                                                            "written by",
                                                            "compiled by",
                                                            "(compiled by",
                                                            "translated by",
                                                            "(translated by",
                                                            "translation by",
                                                            "with inputs from",
                                                            "(with inputs from",
                                                            "with input from",
                                                            "(with input",
                                                            "with agency input",
                                                            "(with agency",
                                                            "with additional reporting",
                                                            "with reporting by",
                                                            "with files from",
                                                            "inputs from",
                                                            "photo:",
                                                            "photo by",
                                                            "photo courtesy",
                                                            "photos:",
                                                            "photos by",
                                                            "(photo",
                                                            "[photo",
                                                            "photograph:",
                                                            "photograph by",
                                                            "image:",
                                                            "image credit",
                                                            "picture:",
                                                            "pictures:",
                                                            "credit:",
                                                            "credits:",
                                                            "source:"};

constexpr std::array<std::string_view, 30> kCreditParts = {"getty images",
                                                           "shutterstock",
                                                           "file photo",
                                                           "file picture",
                                                           "file image",
                                                           "file pic",
                                                           "handout photo",
                                                           "/handout",
                                                           "afp photo",
                                                           "reuters/",
                                                           "/reuters",
                                                           "ap photo",
                                                           "/ap)",
                                                           "/afp",
                                                           "afp/",
                                                           "epa-efe",
                                                           "via ap",
                                                           "via reuters",
                                                           "via afp",
                                                           "istock",
                                                           "wikimedia",
                                                           "contributed to this report",
                                                           "contributed to this story",
                                                           "contributed reporting",
                                                           "this article was written by",
                                                           "this article was originally",
                                                           "this story was originally",
                                                           "this article first appeared",
                                                           "this story has been",
                                                           "photo credit"};

constexpr std::array<std::string_view, 26> kDesks = {"staff reporter",
                                                     "staff writer",
                                                     "staff correspondent",
                                                     "our correspondent",
                                                     "our reporter",
                                                     "special correspondent",
                                                     "correspondent",
                                                     "news desk",
                                                     "web desk",
                                                     "news service",
                                                     "online desk",
                                                     "monitoring desk",
                                                     "agencies",
                                                     "news agencies",
                                                     "agency report",
                                                     "agency",
                                                     "staff",
                                                     "staff report",
                                                     "wire report",
                                                     "wire reports",
                                                     "wire services",
                                                     "associated press",
                                                     "the associated press",
                                                     "agence france-presse",
                                                     "editorial board",
                                                     "newsroom"};

constexpr std::array<std::string_view, 14> kDatingStarts = {
    "published", "updated", "last updated",     "posted",    "posted on", "first published", "last modified",
    "modified",  "date:",   "publication date", "issued at", "released",  "print edition",   "created"};

constexpr std::array<std::string_view, 44> kListHeadings = {"related",
                                                            "related stories",
                                                            "related articles",
                                                            "related news",
                                                            "related content",
                                                            "related links",
                                                            "related topics",
                                                            "related posts",
                                                            "related coverage",
                                                            "most read",
                                                            "most popular",
                                                            "most viewed",
                                                            "most shared",
                                                            "trending",
                                                            "trending now",
                                                            "popular",
                                                            "popular posts",
                                                            "popular stories",
                                                            "latest",
                                                            "latest news",
                                                            "latest stories",
                                                            "top stories",
                                                            "top news",
                                                            "more news",
                                                            "more stories",
                                                            "more articles",
                                                            "more on this story",
                                                            "more on this topic",
                                                            "more on this",
                                                            "read more",
                                                            "see also",
                                                            "also read",
                                                            "also in the news",
                                                            "recommended",
                                                            "recommended for you",
                                                            "recommended stories",
                                                            "you may also like",
                                                            "you might also like",
                                                            "up next",
                                                            "comments",
                                                            "tags",
                                                            "topics",
                                                            "editors' picks",
                                                            "about the author"};

constexpr std::array<std::string_view, 65> kAgencies = {
    "AA",       "AAP",     "ABC",    "ADN",      "AFP",     "AGI",  "AKP",   "ANA",     "ANI",
    "ANP",      "ANSA",    "ANTARA", "AP",       "APA",     "APP",  "ATA",   "Anadolu", "Anadolu Agency",
    "Antara",   "BBC",     "BELTA",  "BERNAMA",  "BNO",     "BSS",  "BTA",   "Bernama", "Bloomberg",
    "CMC",      "CNA",     "CP",     "DPA",      "dpa",     "EFE",  "GNA",   "IANS",    "INA",
    "INTERFAX", "IRNA",    "ISNA",   "Interfax", "KCNA",    "KPL",  "KUNA",  "Kyodo",   "MAP",
    "MENA",     "NAN",     "NNA",    "PA",       "PNA",     "PTI",  "Petra", "QNA",     "RIA",
    "Reuters",  "REUTERS", "SANA",   "SPA",      "Sputnik", "TASS", "UNB",   "UPI",     "WAM",
    "Xinhua",   "Yonhap"};

constexpr std::array<std::string_view, 20> kOutletWords = {
    "News",   "Agency",   "Press",  "Times", "Post",    "Herald", "Today", "Newswire", "Wire",     "Service",
    "Report", "Reporter", "Online", "Daily", "Tribune", "TODAY",  "NEWS",  "TIMES",    "Newsroom", "Media"};

template <size_t N>
bool begins(std::string_view line, const std::array<std::string_view, N>& starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view s) {
    if (!line.starts_with(s)) return false;
    // "share" begins the prompt "share this", not "shares fell" or "Shared costs".
    const bool word_end = line.size() == s.size() || !(line[s.size()] >= 'a' && line[s.size()] <= 'z');
    const char last = s.back();
    return word_end || !(last >= 'a' && last <= 'z');
  });
}

template <size_t N>
bool holds(std::string_view line, const std::array<std::string_view, N>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view p) { return line.find(p) != std::string_view::npos; });
}

// "Related stories:" and "Related stories" are one.
std::string_view without_tail(std::string_view line) {
  while (!line.empty() && (line.back() == ':' || line.back() == '.' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool begins_with_prompt(std::string_view line, bool sentence) {
  return begins(line, kPromptStarts) || (!sentence && begins(line, kWeakPromptStarts));
}
bool holds_notice(std::string_view line) {
  if (holds(line, kNotices)) return true;
  return holds(line, kWeakNotices) && holds(" " + std::string(line) + " ", kReaderWords);
}
bool begins_with_credit(std::string_view line) {
  return begins(line, kCreditStarts);
}
bool holds_credit(std::string_view line) {
  return holds(line, kCreditParts);
}
bool is_desk(std::string_view line) {
  return contains(kDesks, without_tail(line));
}
bool begins_with_dating(std::string_view line) {
  return begins(line, kDatingStarts);
}
bool is_list_heading(std::string_view line) {
  return contains(kListHeadings, without_tail(line));
}
bool is_agency(std::string_view name) {
  return contains(kAgencies, name);
}
bool is_outlet_word(std::string_view word) {
  return contains(kOutletWords, word);
}

}  // namespace dragoman
