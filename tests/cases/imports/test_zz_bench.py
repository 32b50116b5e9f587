"""Time an import of n rows in a test database, profile."""
import os, sys, time, io, random, cProfile, pstats
os.environ["BASODARA_TEST_DB"]="test_imports"
import pytest
N=int(os.environ.get("N","500"))
pytestmark = pytest.mark.django_db
from openpyxl import Workbook
from django.urls import reverse
from tests.cases.imports.conftest import *
from tests.people import *
first=["Siti","Nur","Rahma","Muhammad","Abdul","Yati","Wahyuni","Marlina","Samsul","Hasan","Fatma","Rukmini","Salma","Iksan","Udin"]
last=["Usman","Saban","Hamid","Kader","Tomagola","Abubakar","Umasugi","Marsaoly","Sangaji","Daud"]
def book(n):
    r=random.Random(1); wb=Workbook(); ws=wb.active
    ws.append(["No","Nama","L/P","NIK","Tgl lahir","Kelurahan","No HP","Pendamping","Keterangan"])
    for i in range(n):
        nik=f"827105{r.randint(1,28):02}{r.randint(1,12):02}{r.randint(70,99)}{r.randint(1,9999):04}" if r.random()<.6 else None
        born=f"{r.randint(1,28):02}/{r.randint(1,12):02}/{r.randint(1970,2004)}" if r.random()<.6 else r.randint(18,60)
        ws.append([i+1,f"{r.choice(first)} {r.choice(first)} {r.choice(last)}{chr(97+i%26)}",r.choice("LP"),nik,born,r.choice(["Kalumata","Gambesi","Sasa","Kalumta","Tabam"]),f"0812{r.randint(10**7,10**8-1)}","Kak Fian",r.choice(["","jgn ditelp siang","suami tdk tahu"])])
    s=io.BytesIO(); wb.save(s); return s.getvalue()
def test_time(client):
    actor=make_coordinator(); web=sign_in(client,actor)
    content=book(N)
    for run in (1,2):
        t=time.perf_counter(); f=uploaded(web,actor,content); t1=time.perf_counter()
        page=web.get(reverse("register_preview",args=[f.pk])); t2=time.perf_counter()
        import gzip
        print(f"\nrun {run} N={N} upload {t1-t:.2f}s preview {t2-t1:.2f}s bytes {len(page.content)} gz {len(gzip.compress(page.content))}", re.findall(r"<b>(\d+)</b>",page.content.decode()))
        p=cProfile.Profile(); 
        if os.environ.get("PROF"): p.enable()
        t3=time.perf_counter(); a=press_import(web,f,page); t4=time.perf_counter()
        p.disable()
        print(f"import {t4-t3:.2f}s", re.findall(r"<h1>(.*?)</h1>",a.content.decode()))
        if os.environ.get("PROF") and run==1: pstats.Stats(p).sort_stats("cumtime").print_stats(45)
        t=time.perf_counter(); web.get(reverse("papers")); print(f"papers {time.perf_counter()-t:.2f}")
