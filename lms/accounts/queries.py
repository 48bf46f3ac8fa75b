def signed_in_person(token: str) -> None:
    return None
