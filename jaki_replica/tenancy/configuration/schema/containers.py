"""Fields that hold other fields: sections, keyed lists, plain lists, words in two languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing, post_dump, post_load, validates_schema

from jaki_replica.tenancy.configuration.findings import did_you_mean, joined, listed
from jaki_replica.tenancy.configuration.schema.faults import Problem, refusal, shown
from jaki_replica.tenancy.configuration.schema.scalars import UNSET, Words, type_json
from jaki_replica.tenancy.configuration.terms import Text

EMPTY: tuple[object, ...] = ("", (), None)
type_messages = dict[str | int, object]


class Section(Schema):
    """Keys with values that make one term. Unknown keys are refused with the nearest known one."""

    class Meta(Schema.Meta):
        """Unknown keys are reported by `refuse_unknown`, with their place."""

        unknown = EXCLUDE
        register = False

    term: ClassVar[Callable[..., Any]]
    keyed: ClassVar[bool] = False
    error_messages = {
        "type": Problem("this should be keys with values", "expected indented `key: value` lines, or leave it out")
    }

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown(self, _data: object, original: object, **_context: object) -> None:
        """Every key that the schema does not know."""
        if not isinstance(original, Mapping):
            return
        known = list(self.load_fields)
        unknown = [key for key in original if key not in known]
        if unknown:
            raise ValidationError({key: [self._unknown(key, known)] for key in unknown})

    def _unknown(self, key: str, known: list[str]) -> Problem:
        hint = did_you_mean(key, known)
        return Problem("unknown key", joined(f"expected {listed(known)}", hint), at_key=True)

    @post_load
    def make(self, data: dict[str, Any], **_context: object) -> object:
        """The term. A keyed one gets its key from the field that holds it."""
        return self.term(**({"key": ""} if self.keyed else {}), **data)

    @post_dump
    def leave_out_empty(self, data: dict[str, Any], **_context: object) -> dict[str, Any]:
        """What is empty and empty by default is not written; every other default is, so that it cannot change."""
        return {key: value for key, value in data.items() if not self._is_nothing(key, value)}

    def _is_nothing(self, key: str, value: object) -> bool:
        default = self.fields[key].load_default
        return value in ("", [], {}, None) and (default in EMPTY or default == Text(""))

    def json_schema(self) -> type_json:
        """An object with these keys and no other."""
        properties: type_json = {name: described(field) for name, field in self.load_fields.items()}
        required = [name for name, field in self.load_fields.items() if field.required]
        made: type_json = {"type": "object", "additionalProperties": False, "properties": properties}
        return made | ({"required": required} if required else {})


def described(field: fields.Field[Any]) -> type_json:
    """The JSON Schema of one field with its sentence."""
    made: type_json = field.json_schema()  # type: ignore[attr-defined]
    says = field.metadata.get("description")
    return ({"description": says} if says else {}) | made


class Holder(fields.Field[Any]):
    """A field that holds sections or other fields."""

    expected = "indented lines"

    def __init__(self, says: str, *, default: object = UNSET) -> None:
        """Without `default` the key must be there."""
        required = default is UNSET
        super().__init__(
            required=required,
            load_default=missing if required else default,
            allow_none=default is None,
            metadata={"description": says},
            error_messages={"required": Problem("is missing", f"expected {self.expected}")},
        )


class Part(Holder):
    """One section."""

    expected = "keys with values below it"

    def __init__(self, says: str, section: type[Section], *, default: object = UNSET) -> None:
        """`section` describes the keys."""
        self.section = section()
        super().__init__(says, default=default)

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> object:
        return self.section.load(value)  # type: ignore[arg-type]

    def _serialize(self, value: object, *_rest: object, **_context: object) -> object:
        return None if value is None else self.section.dump(value)

    def json_schema(self) -> type_json:
        """That of the section."""
        return self.section.json_schema()


class Keyed(Holder):
    """Sections by their keys, in the order of the file; a tuple of terms, each knowing its key."""

    expected = "keys with values below it"

    def __init__(
        self, says: str, section: type[Section], *, key: Words, default: object = UNSET, most: int = 500
    ) -> None:
        """`key` is the field that checks the keys."""
        self.section, self.key, self.most = section(), key, most
        super().__init__(says, default=default)

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> tuple[object, ...]:
        if not isinstance(value, Mapping):
            raise refusal(f"{shown(value)} is written here", f"expected {self.expected}, or leave it out")
        if len(value) > self.most:
            raise refusal(f"{len(value)} entries", f"expected at most {self.most}")
        errors: type_messages = {}
        found = [self._one(key, one, errors) for key, one in value.items()]
        if errors:
            raise ValidationError(errors)
        return tuple(found)

    def _one(self, key: str, value: object, errors: type_messages) -> object:
        try:
            self.key.deserialize(key)
        except ValidationError as error:
            errors[key] = [Problem(str(p), getattr(p, "remedy", ""), at_key=True) for p in error.messages]
            return None
        try:
            return replace(self.section.load(value), key=key)  # type: ignore[arg-type]
        except ValidationError as error:
            errors[key] = error.messages
            return None

    def _serialize(self, value: Any, *_rest: object, **_context: object) -> object:
        return {one.key: self.section.dump(one) for one in value}

    def json_schema(self) -> type_json:
        """An object whose keys follow the pattern."""
        pattern = self.key.pattern.pattern if self.key.pattern else ".*"
        inner: type_json = {"type": "object", "additionalProperties": False}
        return inner | {"patternProperties": {f"^({pattern})$": self.section.json_schema()}}


class Items(Holder):
    """A list of values or sections; a tuple."""

    expected = "a list, each line beginning with `- `"

    def __init__(
        self, says: str, inner: fields.Field[Any], *, default: object = UNSET, least: int = 0, most: int = 200
    ) -> None:
        """`inner` reads one item."""
        self.inner, self.least, self.most = inner, least, most
        super().__init__(says, default=default)

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise refusal(f"{shown(value)} is written here", f"expected {self.expected}")
        if not self.least <= len(value) <= self.most:
            raise refusal(f"{len(value)} items", f"expected {self.least} to {self.most}")
        errors: type_messages = {}
        found: list[object] = []
        for index, one in enumerate(value):
            try:
                found.append(self.inner.deserialize(one))
            except ValidationError as error:
                errors[index] = error.messages
        errors |= self._repeated(found) if not errors else {}
        if errors:
            raise ValidationError(errors)
        return tuple(found)

    def _repeated(self, found: list[object]) -> type_messages:
        twice = {index for index, one in enumerate(found) if one in found[:index]}
        return {index: [Problem("stands in this list twice", "remove one")] for index in sorted(twice)}

    def _serialize(self, value: Any, *_rest: object, **_context: object) -> object:
        return [self.inner._serialize(one, None, None) for one in value]

    def json_schema(self) -> type_json:
        """An array."""
        items = described(self.inner)
        return {"type": "array", "minItems": self.least, "maxItems": self.most, "items": items}


class Bilingual(Holder):
    """Words in Indonesian (`id`) and English (`en`); a plain text is Indonesian."""

    expected = "words, or {id: words in Indonesian, en: words in English}"

    def __init__(self, says: str, *, default: object = UNSET, most: int = 200) -> None:
        """`most` letters in each language."""
        self.inner = {"id": Words("in Indonesian", most=most), "en": Words("in English", most=most, default="")}
        super().__init__(says, default=default)

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> Text:
        written = {"id": value} if isinstance(value, str) else value
        if not isinstance(written, Mapping):
            raise refusal(f"{shown(value)} is written here", f"expected {self.expected}")
        errors: type_messages = {}
        for key in written:
            if key not in self.inner:
                errors[key] = [Problem("unknown key", "expected id or en", at_key=True)]
        words = {key: self._words(key, written, errors, plain=isinstance(value, str)) for key in self.inner}
        if errors:
            raise ValidationError(errors.get("", errors))  # type: ignore[arg-type]
        return Text(**words)

    def _words(self, key: str, written: Mapping[str, object], errors: type_messages, *, plain: bool) -> str:
        try:
            return str(self.inner[key].deserialize(written.get(key, missing)))
        except ValidationError as error:
            errors["" if plain else key] = error.messages
            return ""

    def _serialize(self, value: Text | None, *_rest: object, **_context: object) -> object:
        if value is None or not value.en:
            return value.id if value else ""
        return {"id": value.id, "en": value.en}

    def json_schema(self) -> type_json:
        """A text, or one in each language."""
        words = {key: described(field) for key, field in self.inner.items()}
        both = {"type": "object", "additionalProperties": False, "required": ["id"], "properties": words}
        return {"anyOf": [{"type": "string"}, both]}
