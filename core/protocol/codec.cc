// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Decoding goes along with the JSON reader, without a tree: what a front end sends beside the
// fields we know (P-16) can be kilobytes for each message and is skipped as it comes. A message's
// type may stand behind its data, so all known fields are collected first and understood at
// its end.

#include "core/protocol/codec.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/file_description.h"
#include "core/base/json_reader.h"
#include "core/base/status_macros.h"
#include "core/protocol/file_descriptions.h"

namespace tandem {
namespace {

// What a client can represent exactly (P-24).
constexpr int64_t kMaxId = int64_t{1} << 53;

// How much of a client's own text an error message repeats.
constexpr size_t kMaxQuoted = 64;

// A known field: what was sent, or what is wrong with what was sent. null is the same as absent.
template <typename T>
struct Field {
  std::optional<T> value;
  std::string error;

  T Or(T fallback) const { return value.value_or(std::move(fallback)); }
};

// The members of `data` that any message has.
struct Data {
  Field<int64_t> id, var_id, parent_id, upload;
  Field<PropertyList> properties;
  Field<bool> nowatch;
  Field<std::string> code, description, data;
  // A value of null is a value (P-56).
  std::optional<Json> value;
};

struct RawMessage {
  Field<std::string> type;
  Field<Data> data;
};

// The members of `tandem`.
struct RawHead {
  Field<int64_t> version, seq, ack;
  Field<Features> features;
  Field<std::string> resume, timezone, locale;
  Field<bool> ping, bye;
};

// Whether `text` has only letters, digits and those `signs`, and no more than `size` of them.
bool IsName(absl::string_view text, absl::string_view signs, size_t size) {
  return text.size() <= size && std::all_of(text.begin(), text.end(), [&](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(signs, c);
         });
}

// The first wrong field, in the order of docs/protocol.md, makes the head an error.
absl::StatusOr<ClientHead> InterpretHead(RawHead& raw, bool has_messages) {
  std::string error;
  const auto use = [&](const auto& field) {
    if (error.empty()) error = field.error;
  };
  const auto demand = [&](bool is_so, absl::string_view complaint) {
    if (error.empty() && !is_so) error = std::string(complaint);
  };
  use(raw.version);
  use(raw.features);
  use(raw.resume);
  use(raw.seq);
  use(raw.ack);
  use(raw.timezone);
  use(raw.locale);
  use(raw.ping);
  use(raw.bye);
  ClientHead head;
  head.version = raw.version.value;
  head.features = raw.features.Or({});
  head.resume = std::move(raw.resume.value);
  head.seq = raw.seq.value;
  head.ack = raw.ack.value;
  head.user = {raw.timezone.Or(""), raw.locale.Or("")};
  head.ping = raw.ping.Or(false);
  head.bye = raw.bye.Or(false);
  demand(!head.version || *head.version >= 1, "version must be at least 1");
  demand(!head.seq || *head.seq >= 1, "seq must be at least 1");
  demand(!head.ack || *head.ack >= 0, "ack must be at least 0");
  demand(IsName(head.user.timezone, "+-/_", 64), "timezone must be the name of a time zone");
  demand(IsName(head.user.locale, "-", 35), "locale must be a language tag");
  if (head.resume) {
    demand(head.version.has_value(), "resume needs version");
    demand(head.features.ack, "resume needs the feature ack");
    demand(head.ack.has_value(), "resume needs ack");
    demand(!has_messages, "a frame that resumes carries no messages");
  }
  demand(!head.bye || !has_messages, "a frame that says bye carries no messages");
  if (!error.empty()) return MakeError(ErrorKind::kBadRequest, absl::StrCat("tandem: ", error));
  return head;
}

// Turns one message's fields into the message they mean; the first wrong field that the message
// has a use for makes it invalid (P-18).
class Interpreter {
 public:
  explicit Interpreter(RawMessage& raw) : raw_(raw) {}

  ClientMessage Interpret() {
    if (!Use(raw_.type)) return Invalid();
    if (!raw_.type.value.has_value()) return Invalid("message without type");
    const std::string& type = *raw_.type.value;
    const bool is_create = type == "create";
    const bool is_of_files = type == "upload" || type == "chunk" || type == "cancel";
    const bool is_known = is_of_files || is_create || type == "update" || type == "watch" ||
                          type == "unwatch" || type == "destroy" || type == "error";
    if (type == "get" || type == "getObjects" || type == "poll") {
      return Invalid(
          absl::StrCat(type, " is not answered here: what is watched is sent by itself"));
    }
    if (!is_known) {
      return Invalid(absl::StrCat("unknown message type: ", type.substr(0, kMaxQuoted)));
    }
    if (!Use(raw_.data)) return Invalid();
    if (!raw_.data.value.has_value()) {
      return Invalid(absl::StrCat("message without data: ", type));
    }
    Data& data = *raw_.data.value;
    Field<int64_t>& id = is_create ? data.id : data.var_id;
    if (!Use(id)) return Invalid();
    id_ = WireId(id.Or(0));
    if (is_create) return Create(data);
    if (type == "update") return Update(data);
    if (type == "watch") return WatchMessage{id_};
    if (type == "unwatch") return UnwatchMessage{id_};
    if (type == "destroy") return DestroyMessage{id_};
    if (is_of_files) return Files(type, data);
    return ClientError(data);
  }

 private:
  ClientMessage Create(Data& data) {
    if (!Use(data.parent_id) || !Use(data.properties) || !Use(data.nowatch)) return Invalid();
    return CreateMessage{id_, WireId(data.parent_id.Or(0)), Take(data.properties),
                         data.nowatch.Or(false)};
  }

  ClientMessage Update(Data& data) {
    if (!Use(data.properties)) return Invalid();
    return UpdateMessage{id_, std::move(data.value), Take(data.properties)};
  }

  ClientMessage ClientError(Data& data) {
    if (!Use(data.code) || !Use(data.description)) return Invalid();
    return ClientErrorMessage{id_, data.code.Or(""), data.description.Or("")};
  }

  ClientMessage Files(absl::string_view type, Data& data) {
    if (!Use(data.upload)) return Invalid();
    if (data.upload.Or(0) < 1) return Invalid("upload must be at least 1");
    upload_ = *data.upload.value;
    FileMessage message;
    message.upload = upload_;
    if (type == "cancel") return message;
    if (type == "chunk") {
      if (!Use(data.data)) return Invalid();
      message.step = FileMessage::Step::kChunk;
      message.data = data.data.Or("");
      return message;
    }
    message.step = FileMessage::Step::kBegin;
    message.id = id_;
    const Json value = std::move(data.value).value_or(Json());
    message.is_list = value.is_array();
    absl::StatusOr<std::vector<FileDescription>> files = FileDescriptionsFrom(value);
    if (!files.ok()) return Invalid(std::string(files.status().message()));
    message.files = *std::move(files);
    return message;
  }

  // False if `field` was sent but can not be used.
  template <typename T>
  bool Use(const Field<T>& field) {
    if (!field.error.empty()) error_ = field.error;
    return field.error.empty();
  }

  static PropertyList Take(Field<PropertyList>& properties) {
    return properties.value.has_value() ? *std::move(properties.value) : PropertyList();
  }

  ClientMessage Invalid() { return Invalid(error_); }
  ClientMessage Invalid(std::string description) {
    return InvalidMessage{id_, ErrorKind::kBadRequest, std::move(description), upload_};
  }

  RawMessage& raw_;
  WireId id_;
  int64_t upload_ = 0;
  std::string error_;
};

// Of equal names the last value counts, in the place of the first (P-17).
void RemoveDuplicates(PropertyList* properties) {
  absl::flat_hash_map<std::string, size_t> seen;
  size_t kept = 0;
  for (size_t i = 0; i < properties->size(); ++i) {
    auto [place, is_new] = seen.try_emplace((*properties)[i].first, kept);
    if (is_new) {
      if (kept != i) (*properties)[kept] = std::move((*properties)[i]);
      ++kept;
    } else {
      (*properties)[place->second].second = std::move((*properties)[i].second);
    }
  }
  properties->resize(kept);
}

// Follows one frame. `place_` says what the next event belongs to.
class FrameReader : public JsonEvents {
 public:
  // After a complete read. kInvalidArgument if the frame is neither an object nor an array.
  absl::StatusOr<ClientFrame> TakeFrame() {
    if (form_ == Form::kNone) {
      return absl::InvalidArgumentError("frame is neither an object nor an array");
    }
    // P-13; P-14 for the wrapper without messages.
    const bool is_wrapper = (messages_sent_ && (!frame_.messages.empty() || !TopHasType())) ||
                            (head_.value.has_value() && !TopHasType());
    if (form_ == Form::kObject && !is_wrapper) {
      frame_ = ClientFrame();
      frame_.messages.push_back(Interpreter(top_).Interpret());
    } else if (form_ == Form::kObject) {
      frame_.user_event = user_event_.Or(false);
      if (!user_event_.error.empty()) {
        frame_.messages.insert(frame_.messages.begin(),
                               InvalidMessage{WireId(), ErrorKind::kBadRequest, user_event_.error});
      }
    }
    TakeHead();
    return std::move(frame_);
  }

  void Null() override {
    if (Built([](JsonBuilder& builder) { builder.Null(); })) return;
    Scalar(nullptr, "null");
  }
  void Boolean(bool value) override {
    if (Built([&](JsonBuilder& builder) { builder.Boolean(value); })) return;
    Scalar(value, "a boolean");
  }
  void Integer(int64_t value) override {
    if (Built([&](JsonBuilder& builder) { builder.Integer(value); })) return;
    Scalar(value, "a number");
  }
  void Double(double value) override {
    if (Built([&](JsonBuilder& builder) { builder.Double(value); })) return;
    Scalar(value, "a number");
  }
  void String(std::string value) override {
    if (Built([&](JsonBuilder& builder) { builder.String(std::move(value)); })) return;
    Scalar(std::move(value), "a string");
  }

  void Key(std::string name) override {
    if (place_ == Place::kValue) {
      builder_.Key(std::move(name));
    } else if (place_ != Place::kSkipped) {
      key_ = std::move(name);
    }
  }

  void BeginObject() override {
    if (Built([](JsonBuilder& builder) { builder.BeginObject(); })) return;
    switch (place_) {
      case Place::kFrame:
        form_ = Form::kObject;
        message_ = &top_;
        return Enter(Place::kMessage);
      case Place::kMessages:
        listed_ = RawMessage();
        message_ = &listed_;
        return Enter(Place::kMessage);
      case Place::kMessage:
        if (key_ == "data") {
          message_->data = {Data(), ""};
          return Enter(Place::kData);
        }
        if (key_ == "tandem" && message_ == &top_) {
          head_ = {RawHead(), ""};
          return Enter(Place::kHead);
        }
        break;
      case Place::kData:
        if (key_ == "properties") {
          data().properties = {PropertyList(), ""};
          return Enter(Place::kProperties);
        }
        break;
      default:
        break;
    }
    Container("an object");
  }

  void EndObject() override {
    if (place_ == Place::kValue) {
      builder_.EndObject();
      return TakeValueIfDone();
    }
    const Place ended = Leave();
    if (ended == Place::kMessage && place_ == Place::kMessages) {
      frame_.messages.push_back(Interpreter(*message_).Interpret());
      message_ = &top_;
    } else if (ended == Place::kProperties && data().properties.value.has_value()) {
      RemoveDuplicates(&*data().properties.value);
    }
  }

  void BeginArray() override {
    if (Built([](JsonBuilder& builder) { builder.BeginArray(); })) return;
    if (place_ == Place::kFrame) {
      form_ = Form::kArray;
      return Enter(Place::kMessages);
    }
    if (place_ == Place::kMessage && message_ == &top_ && key_ == "messages") {
      messages_sent_ = true;
      frame_.messages.clear();
      return Enter(Place::kMessages);
    }
    if (place_ == Place::kHead && key_ == "features") {
      head_.value->features = {Features(), ""};
      return Enter(Place::kFeatures);
    }
    Container("an array");
  }

  void EndArray() override {
    if (place_ == Place::kValue) {
      builder_.EndArray();
      return TakeValueIfDone();
    }
    Leave();
  }

 private:
  enum class Form { kNone, kArray, kObject };
  enum class Place {
    kFrame,       // Outside of everything.
    kMessages,    // In the list of messages.
    kMessage,     // In a message, or in the wrapper: `message_` says which.
    kData,        // In a message's data.
    kProperties,  // In the properties.
    kHead,        // In the object `tandem`.
    kFeatures,    // In the list of its features.
    kValue,       // In the value, which `builder_` builds.
    kSkipped,     // In something unknown.
  };

  Data& data() { return *message_->data.value; }

  void TakeHead() {
    if (head_.value.has_value()) {
      absl::StatusOr<ClientHead> head = InterpretHead(*head_.value, !frame_.messages.empty());
      if (head.ok()) {
        frame_.head = *std::move(head);
      } else {
        frame_.head_error = head.status();
      }
    } else if (!head_.error.empty()) {
      frame_.head_error = MakeError(ErrorKind::kBadRequest, head_.error);
    }
    if (!frame_.head_error.ok()) frame_.messages.clear();
  }

  bool TopHasType() const { return top_.type.value.has_value() || !top_.type.error.empty(); }

  void Enter(Place place) { outer_.push_back(std::exchange(place_, place)); }

  // Returns the place left.
  Place Leave() {
    const Place inner = std::exchange(place_, outer_.back());
    outer_.pop_back();
    return inner;
  }

  // If a scalar or a container begins in the value, or as the value, `event` tells the builder so.
  // Relies on a Key before it: not for the end of a container, which finds an old key.
  template <typename Event>
  bool Built(Event event) {
    if (place_ != Place::kValue) {
      if (place_ != Place::kData || key_ != "value") return false;
      Enter(Place::kValue);
    }
    event(builder_);
    TakeValueIfDone();
    return true;
  }

  void TakeValueIfDone() {
    if (!builder_.done()) return;
    Leave();
    data().value = builder_.Take();
  }

  // An array or object where none of ours begins.
  void Container(absl::string_view what) {
    if (place_ != Place::kSkipped) Scalar(Json::value_t::discarded, what);
    Enter(Place::kSkipped);
  }

  // Anything that is not one of our containers; `what` tells its JSON type.
  void Scalar(Json value, absl::string_view what) {
    switch (place_) {
      case Place::kMessages:
        frame_.messages.push_back(
            InvalidMessage{WireId(), ErrorKind::kBadRequest,
                           absl::StrCat("a message must be an object, not ", what)});
        return;
      case Place::kMessage:
        if (key_ == "type") return Set(message_->type, value, what);
        if (key_ == "data") return Set(message_->data, value, what);
        if (key_ == "userEvent" && message_ == &top_) return Set(user_event_, value, what);
        if (key_ == "tandem" && message_ == &top_) return Set(head_, value, what);
        return;
      case Place::kHead:
        if (key_ == "version") return Set(head_.value->version, value, what);
        if (key_ == "features") return Set(head_.value->features, value, what);
        if (key_ == "resume") return Set(head_.value->resume, value, what);
        if (key_ == "seq") return Set(head_.value->seq, value, what);
        if (key_ == "ack") return Set(head_.value->ack, value, what);
        if (key_ == "timezone") return Set(head_.value->timezone, value, what);
        if (key_ == "locale") return Set(head_.value->locale, value, what);
        if (key_ == "ping") return Set(head_.value->ping, value, what);
        if (key_ == "bye") return Set(head_.value->bye, value, what);
        return;
      case Place::kFeatures:
        return TakeFeature(value, what);
      case Place::kData:
        if (key_ == "id") return Set(data().id, value, what);
        if (key_ == "varId") return Set(data().var_id, value, what);
        if (key_ == "parentId") return Set(data().parent_id, value, what);
        if (key_ == "properties") return Set(data().properties, value, what);
        if (key_ == "nowatch") return Set(data().nowatch, value, what);
        if (key_ == "code") return Set(data().code, value, what);
        if (key_ == "description") return Set(data().description, value, what);
        if (key_ == "upload") return Set(data().upload, value, what);
        if (key_ == "data") return Set(data().data, value, what);
        return;
      case Place::kProperties:
        return AddProperty(value, what);
      case Place::kFrame:
      case Place::kValue:
      case Place::kSkipped:
        return;
    }
  }

  // Stores `value` in the field that `key_` names, or what is wrong with it.
  template <typename T>
  void Set(Field<T>& field, Json& value, absl::string_view what) {
    field = Field<T>();
    if (value.is_null()) return;
    if constexpr (std::is_same_v<T, std::string>) {
      if (value.is_string()) {
        field.value = std::move(value.get_ref<std::string&>());
        return;
      }
      field.error = absl::StrCat(key_, " must be a string, not ", what);
    } else if constexpr (std::is_same_v<T, bool>) {
      if (value.is_boolean()) {
        field.value = value.get<bool>();
        return;
      }
      field.error = absl::StrCat(key_, " must be a boolean, not ", what);
    } else if constexpr (std::is_same_v<T, int64_t>) {
      if (value.is_number_integer()) {
        const auto number = value.get<int64_t>();
        if (number >= -kMaxId && number <= kMaxId) {
          field.value = number;
        } else {
          field.error = absl::StrCat(key_, " ", number, " does not fit 53 bits");
        }
        return;
      }
      field.error = absl::StrCat(key_, " must be an integer, not ",
                                 value.is_number() ? DumpJson(value) : what);
    } else if constexpr (std::is_same_v<T, Features>) {
      field.error = absl::StrCat(key_, " must be an array, not ", what);
    } else {
      field.error = absl::StrCat(key_, " must be an object, not ", what);
    }
  }

  void TakeFeature(const Json& name, absl::string_view what) {
    Field<Features>& features = head_.value->features;
    if (!name.is_string()) {
      features = {std::nullopt, absl::StrCat("a feature must be a string, not ", what)};
    } else if (features.value.has_value()) {
      AddFeature(name.get_ref<const std::string&>(), &*features.value);
    }
  }

  void AddProperty(Json& value, absl::string_view what) {
    Field<PropertyList>& properties = data().properties;
    if (value.is_string()) {
      if (properties.value.has_value()) {
        properties.value->emplace_back(std::move(key_), std::move(value.get_ref<std::string&>()));
      }
    } else if (properties.error.empty()) {
      properties = {std::nullopt, absl::StrCat("property ", key_.substr(0, kMaxQuoted),
                                               " must be a string, not ", what)};
    }
  }

  Form form_ = Form::kNone;
  ClientFrame frame_;
  Field<bool> user_event_;
  Field<RawHead> head_;
  // Whether the wrapper's list was there.
  bool messages_sent_ = false;

  // The outermost object read as a message, and the message of a list being read.
  RawMessage top_, listed_;
  RawMessage* message_ = &top_;

  Place place_ = Place::kFrame;
  std::vector<Place> outer_;
  // The name of the member being read.
  std::string key_;
  JsonBuilder builder_;
};

}  // namespace

absl::StatusOr<ClientFrame> DecodeFrame(absl::string_view bytes, const JsonLimits& limits) {
  FrameReader reader;
  RETURN_IF_ERROR(ReadJson(bytes, limits, reader));
  return reader.TakeFrame();
}

}  // namespace tandem
